package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small tokenizers with the special tokens and templates of well-known models. */
final class ForeignChats {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ForeignChats() {}

    static Tokenizer llama3(Path folder) throws IOException {
        return with(
                folder,
                resource("llama3"),
                "<|begin_of_text|>",
                "<|eot_id|>",
                List.of(
                        "<|begin_of_text|>",
                        "<|end_of_text|>",
                        "<|start_header_id|>",
                        "<|end_header_id|>",
                        "<|eot_id|>"));
    }

    static Tokenizer chatml(Path folder) throws IOException {
        return with(folder, resource("chatml"), null, "<|im_end|>", CHATML);
    }

    static Tokenizer qwen3(Path folder) throws IOException {
        return with(folder, resource("qwen3"), null, "<|im_end|>", CHATML);
    }

    static Tokenizer mistral(Path folder) throws IOException {
        return with(folder, resource("mistral"), "<s>", "</s>", List.of("<unk>", "<s>", "</s>"));
    }

    static Tokenizer zephyr(Path folder) throws IOException {
        return with(folder, resource("zephyr"), "<s>", "</s>", List.of("<unk>", "<s>", "</s>"));
    }

    private static final List<String> CHATML = List.of("<|im_start|>", "<|im_end|>");

    /** The merges of {@link Tokenizers#hello} and further special tokens from id 266 on. */
    static Tokenizer with(
            Path folder, String template, String begin, String end, List<String> special)
            throws IOException {
        Tokenizers.hello().save(folder);
        Path file = folder.resolve("tokenizer.json");
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(file));
        ArrayNode added = (ArrayNode) root.path("added_tokens");
        for (int i = 0; i < special.size(); i++) {
            ObjectNode token = added.addObject();
            token.put("id", 266 + i).put("content", special.get(i)).put("special", true);
        }
        Files.writeString(file, JSON.writeValueAsString(root));
        ObjectNode config = JSON.createObjectNode();
        config.put("chat_template", template);
        config.put("eos_token", end);
        if (begin != null) {
            config.putObject("bos_token").put("content", begin);
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), JSON.writeValueAsString(config));
        return Tokenizer.load(folder);
    }

    static String resource(String name) throws IOException {
        try (InputStream in =
                ForeignChats.class.getResourceAsStream("/templates/" + name + ".jinja")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
