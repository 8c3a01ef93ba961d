package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code tokenizer_config.json}, kept as it was read so that saving loses no key. */
record TokenizerConfig(ObjectNode json) {

    static final String FILE_NAME = "tokenizer_config.json";

    private static final String CHAT_TEMPLATE = "chat_template";

    /** Where newer files have the template; it is kept in the configuration. */
    static final String TEMPLATE_FILE = "chat_template.jinja";

    private static final long LARGEST_TEMPLATE = 1 << 20;

    static TokenizerConfig standard() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.put("bos_token", SpecialTokens.END_OF_TEXT);
        json.put("eos_token", SpecialTokens.END);
        json.put("pad_token", SpecialTokens.END_OF_TEXT);
        json.put("add_prefix_space", false);
        json.put("clean_up_tokenization_spaces", false);
        json.put(CHAT_TEMPLATE, OwnChatTemplate.JINJA);
        return new TokenizerConfig(json);
    }

    /** What goes with OpenAI's vocabularies: the end of a text ends everything. */
    static TokenizerConfig completing() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.put("bos_token", SpecialTokens.END_OF_TEXT);
        json.put("eos_token", SpecialTokens.END_OF_TEXT);
        json.put("pad_token", SpecialTokens.END_OF_TEXT);
        json.put("clean_up_tokenization_spaces", false);
        return new TokenizerConfig(json);
    }

    /** What goes with a vocabulary of llama2.c: its models complete text, they do not converse. */
    static TokenizerConfig llama() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("bos_token", ScoredVocabulary.BEGIN);
        json.put("eos_token", ScoredVocabulary.END);
        json.put("unk_token", ScoredVocabulary.UNKNOWN);
        return new TokenizerConfig(json);
    }

    /** An absent file is an empty configuration. */
    static TokenizerConfig read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        ObjectNode json =
                Files.exists(file)
                        ? (ObjectNode) JsonFile.read(file)
                        : JsonNodeFactory.instance.objectNode();
        Path template = folder.resolve(TEMPLATE_FILE);
        if (Files.exists(template)) {
            json.put(CHAT_TEMPLATE, template(template));
        }
        return new TokenizerConfig(json);
    }

    private static String template(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST_TEMPLATE) {
            throw new TokenizerFormatException(
                    file, size + " bytes, more than the " + LARGEST_TEMPLATE + " that are read");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    void write(Path folder) throws IOException {
        JsonFile.write(folder.resolve(FILE_NAME), json);
    }

    boolean hasOurTemplate() {
        JsonNode template = json.get(CHAT_TEMPLATE);
        return template == null || OwnChatTemplate.JINJA.equals(template.textValue());
    }

    /** The text of a token by its role, such as {@code eos_token}; some files wrap it in an object. */
    Optional<String> token(String role) {
        JsonNode node = json.path(role);
        JsonNode text = node.isObject() ? node.path("content") : node;
        return Optional.ofNullable(text.textValue());
    }

    /** Jinja source; of several templates the one called default. */
    Optional<String> chatTemplate() {
        JsonNode template = json.path(CHAT_TEMPLATE);
        if (template.isArray()) {
            for (JsonNode named : template) {
                if (named.path("name").asText().equals("default")) {
                    return Optional.ofNullable(named.path("template").textValue());
                }
            }
        }
        return Optional.ofNullable(template.textValue());
    }

    boolean flag(String name, boolean fallback) {
        return json.path(name).asBoolean(fallback);
    }
}
