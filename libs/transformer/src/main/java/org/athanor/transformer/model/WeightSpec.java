package org.athanor.transformer.model;

import java.util.List;

/**
 * One weight of a model.
 *
 * @param parts the tensors of the file whose rows, one below the other, are this weight
 * @param columns columns of a matrix; 0 for a vector
 * @param deviation standard deviation of a matrix's initial values, around 0
 * @param fill initial value of a vector
 */
public record WeightSpec(List<Part> parts, int columns, double deviation, double fill) {

    /**
     * A tensor of the file.
     *
     * @param rows rows that it adds to the weight
     * @param transposed whether the file holds [columns, rows]
     */
    public record Part(String name, int rows, boolean transposed) {}

    public static WeightSpec stacked(int columns, double deviation, Part... parts) {
        return new WeightSpec(List.of(parts), columns, deviation, 0);
    }

    public static WeightSpec vector(double fill, Part... parts) {
        return new WeightSpec(List.of(parts), 0, 0, fill);
    }

    boolean isMatrix() {
        return columns > 0;
    }

    int rows() {
        return parts.stream().mapToInt(Part::rows).sum();
    }

    long[] shape() {
        return isMatrix() ? new long[] {rows(), columns} : new long[] {rows()};
    }

    long elements() {
        return isMatrix() ? (long) rows() * columns : rows();
    }

    /** The shape of one part as the file holds it. */
    long[] fileShape(Part part) {
        if (!isMatrix()) {
            return new long[] {part.rows()};
        }
        return part.transposed()
                ? new long[] {columns, part.rows()}
                : new long[] {part.rows(), columns};
    }
}
