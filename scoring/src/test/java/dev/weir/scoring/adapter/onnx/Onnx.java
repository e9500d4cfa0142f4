package dev.weir.scoring.adapter.onnx;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Small ONNX models written by hand, field by field of onnx.proto3: {@code y = op(x · w + b)}, in any shape and type.
 *
 * @param elementType 1 float, 11 double, 7 int64
 * @param inputs that the graph declares; the first is used
 * @param outputs that the graph declares, all the same
 * @param op the last step, {@code Identity} where nothing else is asked
 * @param weight of every element of w and b
 */
record Onnx(int rows, int columns, int elementType, int inputs, int outputs, String op, double weight) {
    private static final int FLOAT = 1;
    private static final int DOUBLE = 11;

    byte[] bytes() {
        var graph = new Proto();
        graph.message(1, node("MatMul", List.of("x0", "w"), "product"));
        graph.message(1, node("Add", List.of("product", "b"), "sum"));
        for (int i = 0; i < outputs; i++) {
            graph.message(1, node(op, List.of("sum"), "y" + i));
        }
        graph.text(2, "graph");
        graph.message(5, tensor("w", rows, columns));
        graph.message(5, tensor("b", 1, columns));
        for (int i = 0; i < inputs; i++) {
            graph.message(11, value("x" + i, elementType, rows));
        }
        for (int i = 0; i < outputs; i++) {
            graph.message(12, value("y" + i, elementType, columns));
        }
        return new Proto()
                .number(1, 8)
                .message(8, new Proto().text(1, "").number(2, 13))
                .message(7, graph)
                .bytes();
    }

    private static Proto node(String op, List<String> inputs, String output) {
        var node = new Proto();
        inputs.forEach(input -> node.text(1, input));
        return node.text(2, output).text(4, op);
    }

    private Proto tensor(String name, int rows, int columns) {
        int size = elementType == FLOAT ? 4 : 8;
        var raw = ByteBuffer.allocate(rows * columns * size).order(ByteOrder.LITTLE_ENDIAN);
        while (raw.hasRemaining()) {
            switch (elementType) {
                case FLOAT -> raw.putFloat((float) weight);
                case DOUBLE -> raw.putDouble(weight);
                default -> raw.putLong((long) weight);
            }
        }
        return new Proto()
                .number(1, rows)
                .number(1, columns)
                .number(2, elementType)
                .text(8, name)
                .raw(9, raw.array());
    }

    private static Proto value(String name, int elementType, int columns) {
        var shape = new Proto().message(1, new Proto().number(1, 1)).message(1, new Proto().number(1, columns));
        return new Proto()
                .text(1, name)
                .message(
                        2,
                        new Proto()
                                .message(1, new Proto().number(1, elementType).message(2, shape)));
    }

    /** A protobuf message as it is written. */
    private static final class Proto {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Proto number(int field, long value) {
            varint(field << 3);
            varint(value);
            return this;
        }

        Proto text(int field, String value) {
            return raw(field, value.getBytes(US_ASCII));
        }

        Proto message(int field, Proto value) {
            return raw(field, value.bytes());
        }

        Proto raw(int field, byte[] value) {
            varint(field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while (rest > 0x7f) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
