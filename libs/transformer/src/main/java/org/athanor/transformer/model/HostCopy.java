package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Moves tensors between the device and Java's memory in pieces of bounded size. */
public final class HostCopy {

    /** Elements of a piece: 16 MiB of f32. */
    private static final int PIECE = 1 << 22;

    private HostCopy() {}

    /** Takes a piece of a tensor as little-endian f32 bytes. */
    @FunctionalInterface
    public interface Sink {
        void accept(ByteBuffer bytes) throws IOException;
    }

    /** Takes the rows {@code from..to} of a tensor. */
    @FunctionalInterface
    public interface Rows {
        void accept(int from, int to) throws IOException;
    }

    /** Splits rows so that a piece has at most {@link #PIECE} elements, and at least one row. */
    static void eachRows(long rows, long columns, Rows action) throws IOException {
        int step = (int) Math.max(1, Math.min(rows, PIECE / Math.max(1, columns)));
        for (int from = 0; from < rows; from += step) {
            action.accept(from, (int) Math.min(rows, from + (long) step));
        }
    }

    /** Calls {@code sink} with the tensor's elements in order. */
    public static void eachPiece(NDArray tensor, Sink sink) throws IOException {
        long rows = tensor.getShape().get(0);
        eachRows(
                rows,
                tensor.size() / Math.max(1, rows),
                (from, to) -> {
                    try (NDArray piece = tensor.get(from + ":" + to)) {
                        sink.accept(piece.toByteBuffer(false));
                    }
                });
    }

    /** Fills a tensor from its first element to its last. */
    public static void fill(NDArray tensor, Consumer<float[]> values) {
        long rows = tensor.getShape().get(0);
        long columns = tensor.size() / Math.max(1, rows);
        try {
            eachRows(
                    rows,
                    columns,
                    (from, to) -> {
                        float[] piece = new float[(int) ((to - from) * columns)];
                        values.accept(piece);
                        set(tensor, from, to, piece);
                    });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Overwrites the rows {@code from..to} of a tensor. */
    static void set(NDArray tensor, int from, int to, float[] values) {
        long[] shape = tensor.getShape().getShape().clone(); // the tensor keeps the array
        shape[0] = to - from;
        try (NDArray piece = tensor.getManager().create(values, new Shape(shape))) {
            tensor.set(new NDIndex(from + ":" + to), piece);
        }
    }

    /** Overwrites the rows {@code from..to} of a tensor by a direct buffer's f32 values, in native order. */
    static void set(NDArray tensor, int from, int to, ByteBuffer values) {
        long[] shape = tensor.getShape().getShape().clone(); // the tensor keeps the array
        shape[0] = to - from;
        try (NDArray piece =
                tensor.getManager().create(values, new Shape(shape), DataType.FLOAT32)) {
            tensor.set(new NDIndex(from + ":" + to), piece);
        }
    }

    /** Overwrites a tensor, in place, by another of its shape, on whichever devices they are. */
    static void copy(NDArray from, NDArray to) {
        onDeviceOf(to, from, here -> to.set(new NDIndex(":"), here));
    }

    /** Adds a tensor to another of its shape, in place, on whichever devices they are. */
    public static void add(NDArray from, NDArray to) {
        onDeviceOf(to, from, to::addi);
    }

    private static void onDeviceOf(NDArray other, NDArray tensor, Consumer<NDArray> action) {
        if (tensor.getDevice().equals(other.getDevice())) {
            action.accept(tensor);
        } else {
            try (NDArray here = tensor.toDevice(other.getDevice(), true)) {
                action.accept(here);
            }
        }
    }
}
