package org.athanor.transformer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model wants to be sampled by default: {@code generation_config.json} in Hugging Face's layout.
 * What the file leaves out is null here.
 *
 * @param sample whether to draw tokens; false takes the most probable one
 * @param temperature divides the logits
 * @param topK only the k most probable tokens may be chosen; 0 for no such bound
 * @param topP only the fewest most probable tokens that reach this share together
 * @param maxNewTokens most tokens of an answer
 * @param stopIds tokens that end an answer; none when the file names none
 * @param padId the token between sequences of different lengths
 */
public record GenerationConfig(
        Boolean sample,
        Double temperature,
        Integer topK,
        Double topP,
        Integer maxNewTokens,
        List<Integer> stopIds,
        Integer padId) {

    public static final String FILE = "generation_config.json";

    /** A model beside which no such file lies. */
    public static final GenerationConfig NONE =
            new GenerationConfig(null, null, null, null, null, List.of(), null);

    private static final int LARGEST = 1 << 24;
    private static final int MOST_STOPS = 64;

    public GenerationConfig {
        stopIds = List.copyOf(stopIds);
        require(
                temperature == null || temperature >= 0 && temperature <= 100,
                "temperature must be between 0 and 100",
                temperature);
        require(topK == null || topK >= 0, "top_k must be >= 0", topK);
        require(topP == null || topP > 0 && topP <= 1, "top_p must be in (0, 1]", topP);
        require(
                maxNewTokens == null || maxNewTokens >= 1,
                "max_new_tokens must be at least 1",
                maxNewTokens);
        require(
                stopIds.size() <= MOST_STOPS,
                "eos_token_id must name at most " + MOST_STOPS + " tokens",
                stopIds.size());
        for (int id : stopIds) {
            require(id >= 0 && id < LARGEST, "eos_token_id must be a token", id);
        }
    }

    /** Answers drawn from the whole distribution, ended by one token. */
    public static GenerationConfig sampled(int stopId, int padId) {
        return new GenerationConfig(true, null, null, null, null, List.of(stopId), padId);
    }

    /**
     * Reads a folder's file; {@link #NONE} when it has none.
     *
     * @throws ModelFormatException naming the field that is wrong
     */
    public static GenerationConfig read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return NONE;
        }
        JsonFields in = JsonFields.read(file);
        try {
            return new GenerationConfig(
                    in.has("do_sample") ? in.flag("do_sample", false) : null,
                    in.has("temperature") ? in.number("temperature", 1) : null,
                    in.has("top_k") ? in.integer("top_k") : null,
                    in.has("top_p") ? in.number("top_p", 1) : null,
                    in.has("max_new_tokens") ? in.integer("max_new_tokens") : null,
                    stops(in),
                    in.has("pad_token_id") ? in.integer("pad_token_id") : null);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, e.getMessage(), e);
        }
    }

    /** One token, or a list of them. */
    private static List<Integer> stops(JsonFields in) throws IOException {
        String name = "eos_token_id";
        if (!in.has(name)) {
            return List.of();
        }
        if (!in.node(name).isArray()) {
            return List.of(in.integer(name));
        }
        List<Integer> stops = new ArrayList<>();
        for (JsonNode id : in.list(name)) {
            if (!id.isInt()) {
                throw in.refused(name, "must hold whole numbers only", id);
            }
            stops.add(id.intValue());
        }
        return stops;
    }

    /** Writes the file into a folder. */
    public void write(Path folder) throws IOException {
        ObjectNode root = JsonFields.object();
        put(root, "do_sample", sample);
        put(root, "temperature", temperature);
        put(root, "top_k", topK);
        put(root, "top_p", topP);
        put(root, "max_new_tokens", maxNewTokens);
        if (stopIds.size() == 1) {
            root.put("eos_token_id", stopIds.get(0));
        } else if (!stopIds.isEmpty()) {
            ArrayNode ids = root.putArray("eos_token_id");
            stopIds.forEach(ids::add);
        }
        put(root, "pad_token_id", padId);
        JsonFields.write(folder.resolve(FILE), root);
    }

    private static void put(ObjectNode root, String name, Object value) {
        if (value != null) {
            root.putPOJO(name, value);
        }
    }

    private static void require(boolean holds, String must, Object was) {
        if (!holds) {
            throw new IllegalArgumentException(must + ", was " + was);
        }
    }
}
