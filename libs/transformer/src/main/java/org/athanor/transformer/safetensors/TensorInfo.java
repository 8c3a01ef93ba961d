package org.athanor.transformer.safetensors;

import java.util.List;

/**
 * What a header says about one tensor, checked.
 *
 * @param type element type
 * @param shape lengths of its dimensions
 * @param offset first byte, from the end of the header
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long offset) {

    public TensorInfo {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    public long bytes() {
        return elements() * type.bytes();
    }
}
