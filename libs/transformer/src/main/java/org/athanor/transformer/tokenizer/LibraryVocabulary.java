package org.athanor.transformer.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Tokens of Unigram (arXiv:1804.10959), WordPiece (arXiv:1609.08144) and of BPE with steps that are not
 * written here, encoded by Hugging Face's own library through DJL: native code that its jar brings. It adds
 * no begin and no end token. Texts come back as far as the kind lets them: WordPiece forgets spaces,
 * normalizers letters' case and accents.
 */
final class LibraryVocabulary implements TokenSet {

    private final ObjectNode json;
    private final byte[][] tokens;
    private final SequencedMap<String, Integer> added;
    private final Set<String> special;
    private final HuggingFaceTokenizer library;

    /**
     * @param file for refusals
     * @param json the file as it was read, checked
     * @param shielded the same without a text that makes a special token
     * @param tokens what each id adds to a text
     * @throws TokenizerFormatException when the library refuses the file, or cannot be loaded
     */
    LibraryVocabulary(
            Path file, ObjectNode json, ObjectNode shielded, byte[][] tokens, AddedTokensJson added)
            throws TokenizerFormatException {
        this.json = json;
        this.tokens = tokens;
        this.added = added.ids();
        this.special = added.special();
        this.library = library(file, shielded);
    }

    private static HuggingFaceTokenizer library(Path file, ObjectNode shielded)
            throws TokenizerFormatException {
        try {
            byte[] bytes = shielded.toString().getBytes(StandardCharsets.UTF_8);
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(bytes), Map.of("addSpecialTokens", "false"));
        } catch (LinkageError e) {
            throw new TokenizerFormatException(
                    file,
                    "a tokenizer of this kind needs the native library of ai.djl.huggingface:tokenizers, which cannot be loaded on this machine (it is unpacked to DJL_CACHE_DIR or ~/.djl.ai): "
                            + e.getMessage(),
                    e);
        } catch (IOException | RuntimeException e) {
            throw new TokenizerFormatException(
                    file, "Hugging Face's library refuses it: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[][] tokens() {
        return tokens;
    }

    @Override
    public SequencedMap<String, Integer> addedTokens() {
        return added;
    }

    @Override
    public Set<String> special() {
        return special;
    }

    /** The library looks for added tokens itself. */
    @Override
    public boolean isMatched(String added) {
        return false;
    }

    @Override
    public TextEncoder encoder() {
        return utf8 ->
                Arrays.stream(
                                library.encode(
                                                new String(utf8, StandardCharsets.UTF_8),
                                                false,
                                                false)
                                        .getIds())
                        .mapToInt(Math::toIntExact)
                        .toArray();
    }

    @Override
    public String endOfText() {
        return ScoredVocabulary.END;
    }

    @Override
    public OptionalInt beginning() {
        return OptionalInt.empty();
    }

    @Override
    public void write(Path folder, TextFrame frame) throws IOException {
        JsonFile.write(folder.resolve(TokenizerJson.FILE_NAME), json);
    }

    @Override
    public List<TokenTable.Entry> entries() {
        Map<Integer, String> texts = addedById();
        List<TokenTable.Entry> entries = new ArrayList<>(size());
        for (int id = 0; id < size(); id++) {
            String text = texts.get(id);
            if (text != null) {
                entries.add(
                        new TokenTable.Entry(
                                text,
                                special.contains(text)
                                        ? TokenTable.Kind.CONTROL
                                        : TokenTable.Kind.USER_DEFINED,
                                0));
            } else if (tokens[id] == null) {
                entries.add(new TokenTable.Entry("", TokenTable.Kind.UNUSED, 0));
            } else {
                entries.add(
                        new TokenTable.Entry(
                                new String(tokens[id], StandardCharsets.UTF_8),
                                TokenTable.Kind.NORMAL,
                                0));
            }
        }
        return entries;
    }

    @Override
    public List<TokenTable.MergeText> merges() {
        return List.of();
    }
}
