package org.athanor.transformer.gguf;

import java.util.List;

/** A metadata value. */
public sealed interface GgufValue {

    /** A whole number of any width; those of u64 beyond Long are its bits. */
    record Whole(long value) implements GgufValue {}

    /** A float of either width. */
    record Real(double value) implements GgufValue {}

    /** True or false. */
    record Flag(boolean value) implements GgufValue {}

    /** A string. */
    record Text(String value) implements GgufValue {}

    /** An array, its elements of one type. */
    record Array(List<GgufValue> values) implements GgufValue {
        public Array {
            values = List.copyOf(values);
        }
    }
}
