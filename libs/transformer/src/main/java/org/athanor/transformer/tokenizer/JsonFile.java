package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes JSON files of a bounded size. */
final class JsonFile {

    /** Twice the largest vocabularies; what is parsed takes some ten times its size in memory. */
    private static final long LARGEST = 64L << 20;

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(SerializationFeature.INDENT_OUTPUT);

    private JsonFile() {}

    static JsonNode read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new TokenizerFormatException(
                    file, size + " bytes, more than the " + LARGEST + " that are read");
        }
        try (Reader in =
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            JsonNode root = JSON.readTree(in);
            if (root == null || !root.isObject()) {
                throw new TokenizerFormatException(file, "is not a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new TokenizerFormatException(
                    file, "is not JSON at line " + line(e) + ": " + e.getOriginalMessage(), e);
        }
    }

    static void write(Path file, JsonNode content) throws IOException {
        byte[] bytes = JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes);
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }
}
