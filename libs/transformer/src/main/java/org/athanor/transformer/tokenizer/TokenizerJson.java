package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code tokenizer.json}, the Hugging Face layout of a byte-level BPE tokenizer. */
final class TokenizerJson {

    static final String FILE_NAME = "tokenizer.json";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TokenizerJson() {}

    static Vocabulary read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        return new TokenizerJsonReader(file, JsonFile.read(file)).vocabulary();
    }

    static void write(Vocabulary vocabulary, Path folder) throws IOException {
        ObjectNode root = NODES.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.set("added_tokens", addedTokens(vocabulary));
        root.putNull("normalizer");
        root.set("pre_tokenizer", byteLevel());
        root.putNull("post_processor");
        root.set("decoder", byteLevel());
        root.set("model", model(vocabulary));
        JsonFile.write(folder.resolve(FILE_NAME), root);
    }

    private static ArrayNode addedTokens(Vocabulary vocabulary) {
        ArrayNode tokens = NODES.arrayNode();
        vocabulary
                .addedTokens()
                .forEach(
                        (text, id) -> {
                            ObjectNode token = tokens.addObject();
                            token.put("id", id);
                            token.put("content", text);
                            token.put("single_word", false);
                            token.put("lstrip", false);
                            token.put("rstrip", false);
                            token.put("normalized", false);
                            token.put("special", vocabulary.special().contains(text));
                        });
        return tokens;
    }

    private static ObjectNode byteLevel() {
        ObjectNode node = NODES.objectNode();
        node.put("type", "ByteLevel");
        node.put("add_prefix_space", false);
        node.put("trim_offsets", true);
        node.put("use_regex", true);
        return node;
    }

    private static ObjectNode model(Vocabulary vocabulary) {
        ObjectNode model = NODES.objectNode();
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        Map<Integer, String> added = vocabulary.addedById();
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] bytes = vocabulary.tokens()[id];
            if (bytes != null) {
                ids.put(ByteAlphabet.toText(bytes), id);
            } else if (added.containsKey(id)) {
                ids.put(added.get(id), id);
            }
        }
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(merge -> merges.add(merge.left() + ' ' + merge.right()));
        return model;
    }
}
