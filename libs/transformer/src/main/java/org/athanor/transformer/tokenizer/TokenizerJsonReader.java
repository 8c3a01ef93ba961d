package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.athanor.transformer.tokenizer.PieceRules.PieceMerges;

/**
 * Checks a {@code tokenizer.json} of byte-level BPE piece by piece: what this codec cannot do exactly is
 * refused.
 */
final class TokenizerJsonReader {

    private final Path file;
    private final JsonNode root;

    TokenizerJsonReader(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    FramedTokens read() throws TokenizerFormatException {
        requireByteLevelBpe();
        SplitPattern pattern = SplitPatternJson.read(file, root.path("pre_tokenizer"));
        NormalForm form = NormalFormJson.read(file, root.path("normalizer"));
        AddedTokensJson added = AddedTokensJson.read(file, root.path("added_tokens"));
        VocabularyJson words = VocabularyJson.read(file, root.at("/model/vocab"), added);
        byte[][] tokens = bytes(words);
        PieceMerges merges = MergesJson.read(file, root.at("/model/merges"), words.ids());
        Vocabulary vocabulary =
                new Vocabulary(
                        tokens,
                        merges.left(),
                        merges.right(),
                        merges.result(),
                        added.ids(),
                        added.special(),
                        pattern,
                        root.at("/model/ignore_merges").asBoolean(false));
        try {
            vocabulary.idOfByte();
        } catch (IllegalArgumentException e) {
            throw new TokenizerFormatException(file, e.getMessage(), e);
        }
        int[] begin = BeginTokensJson.read(file, root.path("post_processor"), added.ids());
        return new FramedTokens(vocabulary, new TextFrame(form, begin, added.flags()));
    }

    private void requireByteLevelBpe() throws TokenizerFormatException {
        String decoder = root.at("/decoder/type").asText("nothing");
        if (!decoder.equals("ByteLevel")) {
            throw new TokenizerFormatException(
                    file, "expected /decoder/type to be ByteLevel, found " + decoder);
        }
        if (root.at("/model/byte_fallback").asBoolean(false)) {
            throw new TokenizerFormatException(file, "byte_fallback is not supported");
        }
        VocabularyJson.requireWholeSymbols(file, root.path("model"));
    }

    private byte[][] bytes(VocabularyJson words) throws TokenizerFormatException {
        byte[][] tokens = new byte[words.size()][];
        Map<Integer, String> seen = HashMap.newHashMap(words.ids().size());
        for (Map.Entry<String, Integer> token : words.ids().entrySet()) {
            byte[] bytes = ByteAlphabet.required(file, token.getKey());
            if (seen.put(token.getValue(), token.getKey()) != null) {
                throw new TokenizerFormatException(file, "two tokens have id " + token.getValue());
            }
            tokens[token.getValue()] = bytes;
        }
        return tokens;
    }
}
