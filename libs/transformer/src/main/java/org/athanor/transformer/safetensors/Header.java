package org.athanor.transformer.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses a header and refuses one that lies about the bytes after it. */
final class Header {

    private static final String METADATA = "__metadata__";
    private static final int MOST_DIMENSIONS = 8;

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final long dataBytes;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /**
     * @param json the header's bytes
     * @param dataBytes bytes of the file after the header
     */
    Header(Path file, byte[] json, long dataBytes) throws MalformedSafetensorsException {
        this.file = file;
        this.dataBytes = dataBytes;
        for (Map.Entry<String, JsonNode> field : object(json).properties()) {
            if (field.getKey().equals(METADATA)) {
                readMetadata(field.getValue());
            } else {
                tensors.put(field.getKey(), tensor(field.getKey(), field.getValue()));
            }
        }
        checkCover();
    }

    Map<String, TensorInfo> tensors() {
        return tensors;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private JsonNode object(byte[] json) throws MalformedSafetensorsException {
        try {
            JsonNode root = JSON.readTree(json);
            if (root == null || !root.isObject()) {
                throw malformed("the header is not a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw malformed("the header is not valid JSON: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw malformed("the header cannot be read: " + e.getMessage());
        }
    }

    private void readMetadata(JsonNode node) throws MalformedSafetensorsException {
        if (!node.isObject()) {
            throw malformed(METADATA + " is not an object");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw malformed(METADATA + "." + entry.getKey() + " is not a string");
            }
            metadata.put(entry.getKey(), entry.getValue().textValue());
        }
    }

    private TensorInfo tensor(String name, JsonNode node) throws MalformedSafetensorsException {
        TensorType type = type(name, node.path("dtype"));
        List<Long> shape = shape(name, node.path("shape"));
        JsonNode offsets = node.path("data_offsets");
        if (!offsets.isArray()
                || offsets.size() != 2
                || !offsets.get(0).canConvertToLong()
                || !offsets.get(1).canConvertToLong()) {
            throw malformed(name + ".data_offsets is not a pair of whole numbers");
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        if (begin < 0 || end < begin || end > dataBytes) {
            throw malformed(
                    "%s.data_offsets [%d, %d] lie outside the %d bytes of data"
                            .formatted(name, begin, end, dataBytes));
        }
        TensorInfo info = new TensorInfo(name, type, shape, begin);
        if (info.bytes() != end - begin) {
            throw malformed(
                    "%s.shape %s of %s needs %d bytes but data_offsets give %d"
                            .formatted(name, shape, type, info.bytes(), end - begin));
        }
        return info;
    }

    private TensorType type(String name, JsonNode node) throws MalformedSafetensorsException {
        for (TensorType type : TensorType.values()) {
            if (type.name().equals(node.asText())) {
                return type;
            }
        }
        throw malformed(name + ".dtype must be F32, F16 or BF16, was " + node);
    }

    private List<Long> shape(String name, JsonNode node) throws MalformedSafetensorsException {
        if (!node.isArray() || node.size() > MOST_DIMENSIONS) {
            throw malformed(
                    name + ".shape is not a list of at most " + MOST_DIMENSIONS + " lengths");
        }
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (JsonNode length : node) {
            if (!length.isIntegralNumber()
                    || !length.canConvertToLong()
                    || length.longValue() < 0) {
                throw malformed(name + ".shape holds " + length);
            }
            shape.add(length.longValue());
            // At least two bytes an element: more than the file has cannot be true, and cannot
            // overflow.
            if (length.longValue() > 0 && elements > dataBytes / length.longValue()) {
                throw malformed(name + ".shape is larger than the file's " + dataBytes + " bytes");
            }
            elements *= length.longValue();
        }
        return shape;
    }

    /** Tensors must follow each other without gap or overlap and end where the file ends. */
    private void checkCover() throws MalformedSafetensorsException {
        List<TensorInfo> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(TensorInfo::offset).thenComparing(TensorInfo::bytes));
        long end = 0;
        for (TensorInfo info : ordered) {
            if (info.offset() != end) {
                throw malformed(
                        "%s.data_offsets begin at %d where %d was expected: tensors overlap or leave a gap"
                                .formatted(info.name(), info.offset(), end));
            }
            end += info.bytes();
        }
        if (end != dataBytes) {
            throw malformed(
                    "the tensors take %d bytes but %d follow the header".formatted(end, dataBytes));
        }
    }

    private MalformedSafetensorsException malformed(String reason) {
        return new MalformedSafetensorsException(file + ": " + reason);
    }
}
