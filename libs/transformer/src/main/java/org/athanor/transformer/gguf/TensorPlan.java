package org.athanor.transformer.gguf;

/**
 * One tensor of a file that is to be.
 *
 * @param rows rows of a matrix, 1 for a vector
 * @param columns columns of a matrix, length of a vector
 * @param matrix whether the file has two dimensions
 * @param source gives its rows
 */
record TensorPlan(
        String name, GgufType type, int rows, int columns, boolean matrix, RowSource source) {

    /** Gives the rows {@code from..to} of a tensor, one after the other. */
    @FunctionalInterface
    interface RowSource {
        float[] rows(int from, int to);
    }

    long bytes() {
        return type.bytes((long) rows * columns);
    }
}
