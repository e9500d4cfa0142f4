package dev.weir.trainer.adapter.onnx;

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A policy network as ONNX: for each layer {@code Gemm}, then {@code Tanh}; any number of rows. The same network gives the same bytes. */
public final class NetworkExport {
    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 13;
    private static final String INPUT = "features";
    private static final String OUTPUT = "corrections";

    private NetworkExport() {}

    public static byte[] onnx(TanhNetwork network) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("dev.weir")
                .setModelVersion(PolicyFeatures.VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(graph(network))
                .build()
                .toByteArray();
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
