package org.athanor.transformer.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The index of a model in several files: which of them holds which tensor. */
final class SafetensorsIndex {

    private static final String MAP = "weight_map";

    /** A file of this folder and nothing else: no separator, no way up, not hidden. */
    private static final Pattern SHARD =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.safetensors");

    private SafetensorsIndex() {}

    /**
     * Reads an index.
     *
     * @return tensor name to file name
     * @throws MalformedSafetensorsException naming the field that is wrong
     */
    static Map<String, String> read(Path file) throws IOException {
        long size = Files.size(file);
        SafetensorsJson json = new SafetensorsJson(file, "the index");
        if (size > SafetensorsJson.LARGEST) {
            throw json.malformed(
                    size + " bytes, more than the " + SafetensorsJson.LARGEST + " that are read");
        }
        Map<String, String> shards = new LinkedHashMap<>();
        json.read(
                Files.readAllBytes(file),
                (field, value) -> {
                    if (field.equals(MAP)) {
                        json.object(
                                value,
                                MAP,
                                (tensor, in) -> {
                                    String name = MAP + "." + SafetensorsJson.shown(tensor);
                                    shards.put(tensor, checked(json, name, json.text(in, name)));
                                });
                    } else {
                        value.skipChildren();
                    }
                });
        if (shards.isEmpty()) {
            throw json.malformed(MAP + " names no tensor");
        }
        return shards;
    }

    private static String checked(SafetensorsJson json, String name, String shard)
            throws MalformedSafetensorsException {
        if (!SHARD.matcher(shard).matches()) {
            throw json.malformed(
                    name
                            + " must name a .safetensors file of the same folder, was "
                            + SafetensorsJson.shown(shard));
        }
        return shard;
    }
}
