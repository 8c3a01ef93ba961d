package org.athanor.transformer.engine;

import java.util.Locale;

/** The number format of matrix products. Master weights and optimizer state are always f32. */
public enum ComputeType {
    F32(6, 4),
    BF16(15, 2);

    private final int scalarType;
    private final int bytes;

    ComputeType(int scalarType, int bytes) {
        this.scalarType = scalarType;
        this.bytes = bytes;
    }

    /** The number of this type in the tensor library (c10::ScalarType). */
    public int scalarType() {
        return scalarType;
    }

    public int bytes() {
        return bytes;
    }

    /** Lower-case name as it stands in configuration and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
