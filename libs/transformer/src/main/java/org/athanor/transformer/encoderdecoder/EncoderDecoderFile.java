package org.athanor.transformer.encoderdecoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@code config.json}, in the words of Hugging Face's encoder-decoders. */
final class EncoderDecoderFile {

    static final String FILE = "config.json";

    /** Not one of Hugging Face's: none of its encoder-decoders is the paper's to the letter. */
    private static final String TYPE = "athanor-transformer-2017";

    /** Far beyond the few hundred bytes that are written. */
    private static final long LARGEST_FILE = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private EncoderDecoderFile() {}

    static void write(Path file, EncoderDecoderConfig config) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("model_type", TYPE)
                .put("vocab_size", config.vocabularySize())
                .put("d_model", config.dModel())
                .put("encoder_layers", config.encoderLayers())
                .put("decoder_layers", config.decoderLayers())
                .put("num_attention_heads", config.heads())
                .put("ffn_dim", config.dHidden())
                .put("max_position_embeddings", config.maxLength())
                .put("decoder_start_token_id", config.startId())
                .put("eos_token_id", config.endId())
                .put("torch_dtype", "float32");
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    static EncoderDecoderConfig read(Path file) throws IOException {
        JsonNode root = parse(file);
        if (!root.path("model_type").asText().equals(TYPE)) {
            throw new IOException(
                    file + ": model_type must be " + TYPE + ", was " + root.path("model_type"));
        }
        try {
            return new EncoderDecoderConfig(
                    integer(file, root, "vocab_size"),
                    integer(file, root, "d_model"),
                    integer(file, root, "encoder_layers"),
                    integer(file, root, "decoder_layers"),
                    integer(file, root, "num_attention_heads"),
                    integer(file, root, "ffn_dim"),
                    integer(file, root, "max_position_embeddings"),
                    integer(file, root, "decoder_start_token_id"),
                    integer(file, root, "eos_token_id"));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(
                    file + ": " + Files.size(file) + " bytes are too many for a configuration");
        }
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static int integer(Path file, JsonNode root, String name) throws IOException {
        JsonNode node = root.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new IOException(
                    file
                            + ": "
                            + name
                            + " must be a whole number, was "
                            + (node.isMissingNode() ? "missing" : node));
        }
        return node.intValue();
    }
}
