package org.athanor.transformer.gguf;

import java.util.List;

/**
 * What a file says about one tensor, checked.
 *
 * @param shape lengths of its dimensions, rows before columns (the file itself has them reversed)
 * @param offset first byte, from the start of the tensor data
 */
public record GgufTensor(String name, GgufType type, List<Long> shape, long offset) {

    public GgufTensor {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    public long bytes() {
        return type.bytes(elements());
    }
}
