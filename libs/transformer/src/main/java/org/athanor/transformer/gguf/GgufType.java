package org.athanor.transformer.gguf;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a tensor's elements are stored. */
public enum GgufType {
    /** IEEE single precision. */
    F32(0, 0, 1, 4),
    /** IEEE half precision: up to 65,504. */
    F16(1, 1, 1, 2),
    /** The upper half of single precision. */
    BF16(30, 32, 1, 2),
    /** Blocks of 32 elements: an f16 scale, then 32 signed bytes to be multiplied by it. */
    Q8_0(8, 7, 32, 34);

    private final int id;
    private final int fileType;
    private final int blockElements;
    private final int blockBytes;

    GgufType(int id, int fileType, int blockElements, int blockBytes) {
        this.id = id;
        this.fileType = fileType;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    /**
     * @param label {@code f32}, {@code f16}, {@code bf16} or {@code q8_0}
     * @throws IllegalArgumentException for any other
     */
    public static GgufType ofLabel(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "type must be one of %s, was '%s'"
                                                .formatted(
                                                        Arrays.stream(values())
                                                                .map(GgufType::label)
                                                                .collect(Collectors.joining(", ")),
                                                        label)));
    }

    /** The type of that number in a file, or null when this engine does not know it. */
    static GgufType ofId(long id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst().orElse(null);
    }

    /** Lower-case name, as llama.cpp's tools spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    int id() {
        return id;
    }

    /** What {@code general.file_type} says of a file whose matrices are mostly of this type. */
    int fileType() {
        return fileType;
    }

    /** Elements that are stored together; a row is a whole number of blocks. */
    int blockElements() {
        return blockElements;
    }

    int blockBytes() {
        return blockBytes;
    }

    long bytes(long elements) {
        return elements / blockElements * blockBytes;
    }
}
