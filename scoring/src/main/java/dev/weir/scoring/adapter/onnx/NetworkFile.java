package dev.weir.scoring.adapter.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;

/**
 * A policy network as ONNX, version {@link PolicyFeatures#VERSION} of its features: for each layer {@code Gemm}, then {@code Tanh}; any number of rows. The same
 * network gives the same bytes, and any tool reads them.
 *
 * <p>Reading takes this graph and no other, so that the network that is read does to the bit what the one that was written did. It needs no ONNX Runtime: plain
 * Java is quicker up to some 60 nodes, and quick enough beyond ({@code benchmarks/results/policy.json}).
 */
public final class NetworkFile {
    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 13;
    private static final String INPUT = "features";
    private static final String OUTPUT = "corrections";
    private static final String OTHER = "its graph is not that of a policy network";

    private NetworkFile() {}

    public static byte[] write(TanhNetwork network) {
        return model(network).toByteArray();
    }

    /** @throws IOException where the bytes are not what {@link #write} writes of a network with these features and one output */
    public static TanhNetwork read(byte[] onnx) throws IOException {
        var model = ModelProto.parseFrom(onnx);
        var tensors = model.getGraph().getInitializerList();
        var widths = new ArrayList<Integer>();
        var raw = ByteString.EMPTY;
        for (int i = 0; i < tensors.size(); i++) {
            raw = raw.concat(tensors.get(i).getRawData());
            int floats = tensors.get(i).getRawData().size() / Float.BYTES;
            // Weights are followed by as many biases as the layer has outputs; what that leaves are its inputs.
            if (i % 2 == 1) {
                int weights = tensors.get(i - 1).getRawData().size() / Float.BYTES;
                if (widths.isEmpty()) {
                    widths.add(weights / Math.max(1, floats));
                }
                widths.add(floats);
            }
        }
        float[] parameters = new float[raw.size() / Float.BYTES];
        raw.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(parameters);
        if (widths.size() < 2 || parameters.length != TanhNetwork.size(widths)) {
            throw new IOException(OTHER);
        }
        var network = new TanhNetwork(widths, parameters);
        if (!model(network).equals(model)) {
            throw new IOException(OTHER);
        }
        check(network);
        return network;
    }

    private static void check(TanhNetwork network) throws IOException {
        int features = PolicyFeatures.names().size();
        var widths = network.widths();
        if (widths.getFirst() != features || widths.getLast() != 1) {
            throw new IOException("it has " + widths.getFirst() + " inputs and " + widths.getLast() + " outputs, not "
                    + features + " and 1");
        }
        for (float parameter : network.parameters()) {
            if (!Float.isFinite(parameter)) {
                throw new IOException("a parameter is not finite");
            }
        }
    }

    private static ModelProto model(TanhNetwork network) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("dev.weir")
                .setModelVersion(PolicyFeatures.VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(graph(network))
                .build();
    }

    private static GraphProto graph(TanhNetwork network) {
        var widths = network.widths();
        float[] parameters = network.parameters();
        int layers = widths.size() - 1;
        var graph = GraphProto.newBuilder()
                .setName("policy")
                .addInput(rows(INPUT, widths.getFirst()))
                .addOutput(rows(OUTPUT, widths.getLast()));
        var from = INPUT;
        int at = 0;
        for (int layer = 1; layer <= layers; layer++) {
            int in = widths.get(layer - 1);
            int out = widths.get(layer);
            var to = layer == layers ? OUTPUT : "layer" + layer;
            graph.addInitializer(tensor("weights" + layer, parameters, at, in, out))
                    .addInitializer(tensor("bias" + layer, parameters, at + in * out, out))
                    .addNode(node("Gemm", "sum" + layer, from, "weights" + layer, "bias" + layer))
                    .addNode(node("Tanh", to, "sum" + layer));
            at += (in + 1) * out;
            from = to;
        }
        return graph.build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        var node = NodeProto.newBuilder().setOpType(operator).setName(output).addOutput(output);
        for (var input : inputs) {
            node.addInput(input);
        }
        return node.build();
    }

    private static TensorProto tensor(String name, float[] values, int from, int... shape) {
        var tensor = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
        int count = 1;
        for (int size : shape) {
            tensor.addDims(size);
            count *= size;
        }
        var raw = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values, from, count);
        return tensor.setRawData(ByteString.copyFrom(raw)).build();
    }

    private static ValueInfoProto rows(String name, int columns) {
        var shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("nodes"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        var type = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape));
        return ValueInfoProto.newBuilder().setName(name).setType(type).build();
    }
}
