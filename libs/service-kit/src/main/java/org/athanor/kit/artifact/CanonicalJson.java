package org.athanor.kit.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.digest.Sha256;
import org.athanor.kit.json.AthanorJson;

/**
 * One text for one value: keys sorted, no white space, numbers in their shortest form. What an
 * artifact's id is the sha256 of.
 */
final class CanonicalJson {

    private static final ObjectMapper MAPPER =
            AthanorJson.mapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private CanonicalJson() {}

    static ArtifactId id(
            ArtifactKind kind,
            List<ArtifactId> parents,
            Map<String, Object> configuration,
            List<ArtifactFile> files) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("kind", kind);
        identity.put("parents", parents);
        identity.put("configuration", configuration);
        identity.put("files", files);
        byte[] text = of(identity).getBytes(StandardCharsets.UTF_8);
        return new ArtifactId(HexFormat.of().formatHex(Sha256.digest().digest(text)));
    }

    static ArtifactId id(Manifest manifest) {
        return id(manifest.kind(), manifest.parents(), manifest.configuration(), manifest.files());
    }

    static String of(Object value) {
        try {
            // By way of plain maps, lists and numbers, as a reader of the manifest has them: a
            // float
            // and the double that is read back are one number.
            Object plain = plain(MAPPER.readTree(MAPPER.writeValueAsString(value)));
            return MAPPER.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + value, e);
        }
    }

    /** The configuration as it is read back, without its nulls; refuses what is no JSON value. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> configuration(Map<String, Object> configuration) {
        Map<String, Object> present = new LinkedHashMap<>(configuration);
        present.values().removeIf(java.util.Objects::isNull);
        present.forEach(CanonicalJson::refuseNonFinite);
        try {
            return (Map<String, Object>) plain(MAPPER.readTree(MAPPER.writeValueAsString(present)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + configuration, e);
        }
    }

    private static void refuseNonFinite(String name, Object value) {
        if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException(
                    "configuration '" + name + "' must be finite, was " + number);
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> refuseNonFinite(name + "." + key, each));
        }
        if (value instanceof Iterable<?> list) {
            list.forEach(each -> refuseNonFinite(name, each));
        }
    }

    private static Object plain(JsonNode tree) {
        return MAPPER.convertValue(tree, Object.class);
    }
}
