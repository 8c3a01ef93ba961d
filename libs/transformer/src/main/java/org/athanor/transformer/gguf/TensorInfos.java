package org.athanor.transformer.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a file says about its tensors and refuses what the bytes behind it belie. */
final class TensorInfos {

    /** What llama.cpp allows. */
    private static final int MOST_DIMENSIONS = 4;

    private static final int LONGEST_NAME = 1 << 10;

    private final Cursor in;

    TensorInfos(Cursor in) {
        this.in = in;
    }

    Map<String, GgufTensor> read(long count) throws MalformedGgufException {
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String name = in.string("tensor[" + i + "].name", LONGEST_NAME);
            if (tensors.put(name, tensor(name)) != null) {
                throw in.malformed("tensor " + name + " is there twice");
            }
        }
        return tensors;
    }

    private GgufTensor tensor(String name) throws MalformedGgufException {
        long dimensions = in.unsignedInteger(name + ".dimensions");
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw in.malformed(
                    "%s.dimensions must be 1 to %d, was %d"
                            .formatted(name, MOST_DIMENSIONS, dimensions));
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            shape.addFirst(in.longInteger(name + ".shape"));
        }
        long id = in.unsignedInteger(name + ".type");
        GgufType type = GgufType.ofId(id);
        if (type == null) {
            throw in.malformed(
                    "%s.type is %d: only f32, f16, bf16 and q8_0 are read".formatted(name, id));
        }
        long offset = in.longInteger(name + ".offset");
        checkShape(name, shape, type);
        return new GgufTensor(name, type, shape, offset);
    }

    /** At least a byte an element: more than the file has cannot be true, and cannot overflow. */
    private void checkShape(String name, List<Long> shape, GgufType type)
            throws MalformedGgufException {
        long elements = 1;
        for (long length : shape) {
            if (length < 1 || length > in.remaining() / elements) {
                throw in.malformed(
                        "%s.shape %s is not for a file with %d bytes left"
                                .formatted(name, shape, in.remaining()));
            }
            elements *= length;
        }
        if (shape.getLast() % type.blockElements() != 0) {
            throw in.malformed(
                    "%s.shape %s: rows of %s are multiples of %d"
                            .formatted(name, shape, type.label(), type.blockElements()));
        }
    }

    /**
     * Tensors follow each other without overlap, each at the next multiple of the alignment, and end
     * where the file ends.
     *
     * @param dataBytes bytes of the file from the first tensor on
     */
    void checkCover(Iterable<GgufTensor> tensors, long alignment, long dataBytes)
            throws MalformedGgufException {
        List<GgufTensor> ordered = new ArrayList<>();
        tensors.forEach(ordered::add);
        ordered.sort(Comparator.comparingLong(GgufTensor::offset));
        long expected = 0;
        long end = 0;
        for (GgufTensor tensor : ordered) {
            if (tensor.offset() != expected) {
                throw in.malformed(
                        "%s.offset is %d where %d was expected: tensors overlap, leave a gap or are not aligned to %d"
                                .formatted(tensor.name(), tensor.offset(), expected, alignment));
            }
            end = expected + tensor.bytes();
            if (end > dataBytes) {
                throw in.malformed(
                        "%s.offset %d and %d bytes reach beyond the %d bytes of data"
                                .formatted(
                                        tensor.name(), tensor.offset(), tensor.bytes(), dataBytes));
            }
            expected = (end + alignment - 1) / alignment * alignment;
        }
        if (dataBytes > expected) {
            throw in.malformed(
                    "the tensors end at %d but the data has %d bytes".formatted(end, dataBytes));
        }
    }
}
