package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small files in the shapes of well-known models' {@code tokenizer.json}, written out by hand. */
final class TokenizerJsons {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As Hugging Face's conversion of Llama 2 was at first. */
    static final String PREPEND =
            """
            {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
             {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}""";

    static final String REPLACE =
            """
            {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}""";

    private TokenizerJsons() {}

    /** Llama 3, Qwen and others: pieces by a regular expression, then bytes. */
    static ObjectNode byteLevel(SplitPattern pattern, String normalizer, boolean wholePieces) {
        byte[] sample = NaiveBpe.SAMPLE.getBytes(StandardCharsets.UTF_8);
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < sample.length; ) {
            int end = pattern.pieceEnd(sample, at, sample.length);
            pieces.add(ByteAlphabet.toText(java.util.Arrays.copyOfRange(sample, at, end)));
            at = end;
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int value = 0; value < 256; value++) {
            ids.put(ByteAlphabet.toText(new byte[] {(byte) value}), ids.size());
        }
        List<String[]> merges = NaiveBpe.train(pieces, 150);
        merges.forEach(merge -> ids.putIfAbsent(merge[0] + merge[1], ids.size()));
        if (wholePieces) {
            ids.put("Ġzzq", ids.size());
            ids.put("xyzzy", ids.size());
        }
        ObjectNode root = root(ids, List.of("<|begin_of_text|>", "<|eot_id|>"));
        root.set("normalizer", json(normalizer));
        root.set("pre_tokenizer", SplitPatternJson.write(pattern));
        root.set("post_processor", begin("<|begin_of_text|>", ids.size()));
        root.set(
                "decoder",
                json(
                        "{\"type\": \"ByteLevel\", \"add_prefix_space\": true, \"trim_offsets\": true, \"use_regex\": true}"));
        root.set("model", model(ids, merges, "null", false, false, wholePieces));
        return root;
    }

    /** Llama 2, Mistral, Gemma and others: pieces of text, bytes for what has none. */
    static ObjectNode pieces(String normalizer, String preTokenizer, boolean fallsToBytes) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        ids.put("<unk>", 0);
        ids.put("<s>", 1);
        ids.put("</s>", 2);
        for (int value = 0; fallsToBytes && value < 256; value++) {
            ids.put("<0x%02X>".formatted(value), ids.size());
        }
        String sample = NaiveBpe.SAMPLE.replace(' ', '▁');
        sample.codePoints()
                .filter(point -> point < 0x1F000)
                .forEach(point -> ids.putIfAbsent(Character.toString(point), ids.size()));
        List<String> words = new ArrayList<>(List.of(sample.split("(?=▁)")));
        words.replaceAll(word -> word.replace("🦙", ""));
        words.add("▁the▁the");
        words.add("▁▁▁▁▁▁▁▁");
        List<String[]> merges = NaiveBpe.train(words, 150);
        merges.forEach(merge -> ids.putIfAbsent(merge[0] + merge[1], ids.size()));
        ObjectNode root = root(ids, List.of("<unk>", "<s>", "</s>"));
        root.set("normalizer", json(normalizer));
        root.set("pre_tokenizer", json(preTokenizer));
        root.set("post_processor", begin("<s>", 1));
        root.set(
                "decoder",
                json(
                        """
                        {"type": "Sequence", "decoders": [
                         {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                         {"type": "ByteFallback"}, {"type": "Fuse"},
                         {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}"""));
        root.set("model", model(ids, merges, "\"<unk>\"", fallsToBytes, true, false));
        return root;
    }

    static ObjectNode unigram() {
        ObjectNode root = root(Map.of(), List.of());
        ArrayNode added = (ArrayNode) root.path("added_tokens");
        added.add(added(0, "<unk>", true)).add(added(1, "</s>", true));
        ObjectNode model = JSON.createObjectNode().put("type", "Unigram").put("unk_id", 0);
        ArrayNode vocab = model.putArray("vocab");
        String[] pieces = {"<unk>", "</s>", "▁", "▁the", "t", "h", "e", "he", "c", "a", "cat", "s"};
        for (int id = 0; id < pieces.length; id++) {
            vocab.addArray().add(pieces[id]).add(id < 2 ? 0.0 : -1.5 - 0.25 * id);
        }
        root.set(
                "normalizer",
                json(
                        """
                        {"type": "Sequence", "normalizers": [{"type": "NFKC"},
                         {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]}"""));
        root.set(
                "pre_tokenizer",
                json(
                        "{\"type\": \"Metaspace\", \"replacement\": \"▁\", \"prepend_scheme\": \"always\", \"split\": true}"));
        root.set("model", model);
        return root;
    }

    static ObjectNode wordPiece() {
        ObjectNode root = root(Map.of(), List.of());
        ArrayNode added = (ArrayNode) root.path("added_tokens");
        added.add(added(0, "[UNK]", true))
                .add(added(1, "[CLS]", true))
                .add(added(2, "[SEP]", true));
        ObjectNode model = JSON.createObjectNode().put("type", "WordPiece");
        model.put("unk_token", "[UNK]").put("continuing_subword_prefix", "##");
        model.put("max_input_chars_per_word", 100);
        ObjectNode vocab = model.putObject("vocab");
        for (String word :
                List.of(
                        "[UNK]", "[CLS]", "[SEP]", "the", "cat", "##s", "##a", "c", ".", "[", "]",
                        "cls")) {
            vocab.put(word, vocab.size());
        }
        root.set(
                "normalizer",
                json(
                        """
                        {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                         "strip_accents": null, "lowercase": true}"""));
        root.set("pre_tokenizer", json("{\"type\": \"BertPreTokenizer\"}"));
        root.set("model", model);
        return root;
    }

    private static ObjectNode model(
            Map<String, Integer> ids,
            List<String[]> merges,
            String unknown,
            boolean fallsToBytes,
            boolean fuses,
            boolean wholePieces) {
        ObjectNode model = JSON.createObjectNode();
        model.put("type", "BPE");
        model.putNull("dropout");
        model.set("unk_token", json(unknown));
        model.put("fuse_unk", fuses);
        model.put("byte_fallback", fallsToBytes);
        model.put("ignore_merges", wholePieces);
        ObjectNode vocab = model.putObject("vocab");
        ids.forEach(vocab::put);
        ArrayNode list = model.putArray("merges");
        for (String[] merge : merges) {
            if (list.size() % 2 == 0 && !merge[0].contains(" ") && !merge[1].contains(" ")) {
                list.addArray().add(merge[0]).add(merge[1]);
            } else {
                list.addArray().add(merge[0]).add(merge[1]);
            }
        }
        return model;
    }

    private static ObjectNode root(Map<String, Integer> ids, List<String> special) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        int next = ids.size();
        for (String text : special) {
            added.add(added(ids.containsKey(text) ? ids.get(text) : next++, text, true));
        }
        root.putNull("normalizer");
        root.putNull("pre_tokenizer");
        root.putNull("post_processor");
        root.putNull("decoder");
        return root;
    }

    static ObjectNode added(int id, String text, boolean special) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("content", text)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", special);
    }

    private static JsonNode begin(String text, int id) {
        return json(
                """
                {"type": "Sequence", "processors": [
                 {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true},
                 {"type": "TemplateProcessing",
                  "single": [{"SpecialToken": {"id": "%1$s", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                  "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                  "special_tokens": {"%1$s": {"id": "%1$s", "ids": [%2$d], "tokens": ["%1$s"]}}}]}"""
                        .formatted(text, id));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
