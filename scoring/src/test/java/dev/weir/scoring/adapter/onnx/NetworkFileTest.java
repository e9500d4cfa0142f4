package dev.weir.scoring.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NetworkFileTest {
    private static final int FEATURES = PolicyFeatures.names().size();

    @Test
    void networkThatIsRead_isTheOneThatWasWritten_toTheBit() throws IOException {
        for (var widths : List.of(List.of(FEATURES, 1), List.of(FEATURES, 8, 1), List.of(FEATURES, 5, 7, 1))) {
            var network = network(widths);

            var read = NetworkFile.read(NetworkFile.write(network));

            assertThat(read.widths()).isEqualTo(widths);
            assertThat(read.parameters()).containsExactly(network.parameters());
        }
    }

    @Test
    void sameNetwork_givesTheSameBytes() {
        var widths = List.of(FEATURES, 3, 1);

        assertThat(NetworkFile.write(network(widths))).isEqualTo(NetworkFile.write(network(widths)));
    }

    @Test
    void parameterThatIsNoNumber_isRefused() {
        float[] parameters = network(List.of(FEATURES, 1)).parameters();
        parameters[3] = Float.NaN;

        refused(NetworkFile.write(new TanhNetwork(List.of(FEATURES, 1), parameters)), "a parameter is not finite");
    }

    @Test
    void otherFeatures_orOutputs_areRefused() {
        refused(NetworkFile.write(network(List.of(FEATURES + 1, 1))), "it has 13 inputs and 1 outputs, not 12 and 1");
        refused(NetworkFile.write(network(List.of(FEATURES, 2))), "it has 12 inputs and 2 outputs, not 12 and 1");
    }

    @Test
    void anotherGraph_isRefused_asItWouldMeanSomethingElse() throws IOException {
        var model = ModelProto.parseFrom(NetworkFile.write(network(List.of(FEATURES, 3, 1)))).toBuilder();
        model.getGraphBuilder().getNodeBuilder(1).setOpType("Relu");

        refused(model.build().toByteArray(), "its graph is not that of a policy network");
    }

    @Test
    void brokenTensors_areRefused() throws IOException {
        var model = ModelProto.parseFrom(NetworkFile.write(network(List.of(FEATURES, 3, 1)))).toBuilder();
        model.getGraphBuilder().getInitializerBuilder(0).setDims(0, 1L << 40);

        refused(model.build().toByteArray(), "its graph is not that of a policy network");
    }

    private static void refused(byte[] onnx, String why) {
        assertThatThrownBy(() -> NetworkFile.read(onnx))
                .isInstanceOf(IOException.class)
                .hasMessage(why);
    }

    private static TanhNetwork network(List<Integer> widths) {
        var random = new SplittableRandom(4);
        float[] parameters = new float[TanhNetwork.size(widths)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextGaussian();
        }
        return new TanhNetwork(widths, parameters);
    }
}
