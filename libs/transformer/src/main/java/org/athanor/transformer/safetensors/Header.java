package org.athanor.transformer.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses a header and refuses one that lies about the bytes after it. */
final class Header {

    private static final String METADATA = "__metadata__";
    private static final int MOST_DIMENSIONS = 8;

    private final SafetensorsJson json;
    private final long dataBytes;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /**
     * @param bytes the header's
     * @param dataBytes bytes of the file after the header
     */
    Header(Path file, byte[] bytes, long dataBytes) throws MalformedSafetensorsException {
        this.json = new SafetensorsJson(file, "the header");
        this.dataBytes = dataBytes;
        json.read(bytes, this::field);
        checkCover();
    }

    Map<String, TensorInfo> tensors() {
        return tensors;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private void field(String name, JsonParser value) throws IOException {
        if (name.equals(METADATA)) {
            json.object(
                    value,
                    METADATA,
                    (key, text) -> metadata.put(key, json.text(text, METADATA + "." + shown(key))));
        } else {
            tensors.put(name, tensor(name, value));
        }
    }

    private TensorInfo tensor(String name, JsonParser in) throws IOException {
        Entry entry = new Entry(shown(name));
        json.object(in, shown(name), entry::field);
        return entry.check(name);
    }

    /** What a header says about one tensor, while it is read. */
    private final class Entry {
        private final String shown;
        private TensorType type;
        private long[] shape;
        private long[] offsets;

        Entry(String shown) {
            this.shown = shown;
        }

        void field(String key, JsonParser value) throws IOException {
            switch (key) {
                case "dtype" -> type = type(json.text(value, shown + ".dtype"));
                case "shape" -> shape = json.longs(value, shown + ".shape", MOST_DIMENSIONS);
                case "data_offsets" -> offsets = json.longs(value, shown + ".data_offsets", 2);
                default -> value.skipChildren();
            }
        }

        TensorInfo check(String name) throws MalformedSafetensorsException {
            require(type != null, "dtype");
            require(shape != null, "shape");
            require(offsets != null && offsets.length == 2, "data_offsets");
            checkShape();
            long begin = offsets[0];
            long end = offsets[1];
            if (begin < 0 || end < begin || end > dataBytes) {
                throw json.malformed(
                        "%s.data_offsets [%d, %d] lie outside the %d bytes of data"
                                .formatted(shown, begin, end, dataBytes));
            }
            TensorInfo info =
                    new TensorInfo(name, type, Arrays.stream(shape).boxed().toList(), begin);
            if (info.bytes() != end - begin) {
                throw json.malformed(
                        "%s.shape %s of %s needs %d bytes but data_offsets give %d"
                                .formatted(shown, info.shape(), type, info.bytes(), end - begin));
            }
            return info;
        }

        private void require(boolean there, String field) throws MalformedSafetensorsException {
            if (!there) {
                throw json.malformed(shown + "." + field + " is missing or too short");
            }
        }

        private TensorType type(String label) throws MalformedSafetensorsException {
            TensorType type = TensorType.ofLabel(label);
            if (type == null) {
                throw json.malformed(
                        "%s.dtype must be one of %s, was %s"
                                .formatted(
                                        shown,
                                        Arrays.toString(TensorType.values()),
                                        Header.shown(label)));
            }
            return type;
        }

        private void checkShape() throws MalformedSafetensorsException {
            long elements = 1;
            for (long length : shape) {
                if (length < 0) {
                    throw json.malformed(shown + ".shape holds " + length);
                }
                // At least a byte an element: more than the file has cannot be true, and cannot
                // overflow.
                if (length > 0 && elements > dataBytes / length) {
                    throw json.malformed(
                            shown + ".shape is larger than the file's " + dataBytes + " bytes");
                }
                elements *= length;
            }
        }
    }

    /** Tensors must follow each other without gap or overlap and end where the file ends. */
    private void checkCover() throws MalformedSafetensorsException {
        List<TensorInfo> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(TensorInfo::offset).thenComparing(TensorInfo::bytes));
        long end = 0;
        for (TensorInfo info : ordered) {
            if (info.offset() != end) {
                throw json.malformed(
                        "%s.data_offsets begin at %d where %d was expected: tensors overlap or leave a gap"
                                .formatted(shown(info.name()), info.offset(), end));
            }
            end += info.bytes();
        }
        if (end != dataBytes) {
            throw json.malformed(
                    "the tensors take %d bytes but %d follow the header".formatted(end, dataBytes));
        }
    }

    private static String shown(String name) {
        return SafetensorsJson.shown(name);
    }
}
