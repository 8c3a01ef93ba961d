package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a tokenizer in SentencePiece's manner knows (arXiv:1808.06226): the bytes of each token and
 * its score, single bytes for characters that have no token of their own, and tokens that no text
 * makes.
 *
 * @param tokens bytes by id; null for added tokens and ids of nobody
 * @param scores by id; where {@code rules} have no merges, the join whose token scores higher comes first
 * @param rules how the pieces are used
 * @param addedTokens text to id, of tokens that no join makes
 * @param special the added tokens that decoding leaves out of the text
 * @param fromLlama2c whether it is kept in llama2.c's file
 */
record ScoredVocabulary(
        byte[][] tokens,
        float[] scores,
        PieceRules rules,
        SequencedMap<String, Integer> addedTokens,
        Set<String> special,
        boolean fromLlama2c)
        implements TokenSet {

    static final String UNKNOWN = "<unk>";
    static final String BEGIN = "<s>";
    static final String END = "</s>";

    static final int BEGIN_ID = 1;
    static final int FIRST_BYTE = 3;
    static final int FIRST_PIECE = FIRST_BYTE + 256;

    /**
     * A vocabulary of llama2.c: ids 0 to 2 are unknown, begin and end; the 256 after them are single
     * bytes.
     *
     * @param pieces bytes of the tokens from id {@link #FIRST_PIECE} on
     * @param scores of these
     */
    static ScoredVocabulary of(List<byte[]> pieces, float[] scores) {
        byte[][] tokens = new byte[FIRST_PIECE + pieces.size()][];
        for (int value = 0; value < 256; value++) {
            tokens[FIRST_BYTE + value] = new byte[] {(byte) value};
        }
        float[] all = new float[tokens.length];
        for (int i = 0; i < pieces.size(); i++) {
            tokens[FIRST_PIECE + i] = pieces.get(i);
            all[FIRST_PIECE + i] = scores[i];
        }
        SequencedMap<String, Integer> added = new LinkedHashMap<>();
        for (String text : List.of(UNKNOWN, BEGIN, END)) {
            added.put(text, added.size());
        }
        return new ScoredVocabulary(tokens, all, PieceRules.llama2c(), added, added.keySet(), true);
    }

    /** How a file spells the token of a byte. */
    static String byteText(int value) {
        return "<0x%02X>".formatted(value);
    }

    @Override
    public String endOfText() {
        return END;
    }

    @Override
    public OptionalInt beginning() {
        Integer id = addedTokens.get(BEGIN);
        return id == null || !addsSpace() ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean addsSpace() {
        return rules.prefix() != SpacePrefix.NEVER;
    }

    @Override
    public void write(Path folder, TextFrame frame) throws IOException {
        if (fromLlama2c) {
            Llama2cFile.write(this, folder.resolve(Llama2cFile.FILE_NAME));
        } else {
            TokenizerJson.write(this, frame, folder);
        }
    }

    @Override
    public List<TokenTable.Entry> entries() {
        Map<Integer, String> added = addedById();
        Map<Integer, Integer> bytes = byteOfId();
        List<TokenTable.Entry> entries = new ArrayList<>(size());
        for (int id = 0; id < size(); id++) {
            String text = added.get(id);
            if (text != null) {
                entries.add(new TokenTable.Entry(text, kind(id, text), scores[id]));
            } else if (tokens[id] == null) {
                entries.add(new TokenTable.Entry("", TokenTable.Kind.UNUSED, 0));
            } else if (bytes.containsKey(id)) {
                entries.add(
                        new TokenTable.Entry(
                                byteText(bytes.get(id)), TokenTable.Kind.BYTE, scores[id]));
            } else {
                entries.add(
                        new TokenTable.Entry(
                                new String(tokens[id], StandardCharsets.UTF_8),
                                TokenTable.Kind.NORMAL,
                                scores[id]));
            }
        }
        return entries;
    }

    private TokenTable.Kind kind(int id, String text) {
        if (id == rules.unknown()) {
            return TokenTable.Kind.UNKNOWN;
        }
        return special.contains(text) ? TokenTable.Kind.CONTROL : TokenTable.Kind.USER_DEFINED;
    }

    private Map<Integer, Integer> byteOfId() {
        Map<Integer, Integer> bytes = new HashMap<>();
        for (int value = 0; rules.idOfByte() != null && value < 256; value++) {
            if (rules.idOfByte()[value] >= 0) {
                bytes.put(rules.idOfByte()[value], value);
            }
        }
        return bytes;
    }

    @Override
    public List<TokenTable.MergeText> merges() {
        return List.of();
    }

    @Override
    public TextEncoder encoder() {
        Map<ByteBuffer, Integer> idOfPiece = idOfPiece();
        return new ScoredPairEncoder(idOfPiece, merger(idOfPiece), rules, true);
    }

    /** Where two tokens have the same bytes, the lower id counts. */
    Map<ByteBuffer, Integer> idOfPiece() {
        BitSet others = rules.notPieces();
        Map<ByteBuffer, Integer> idOfPiece = HashMap.newHashMap(size());
        for (int id = size() - 1; id >= 0; id--) {
            if (tokens[id] != null && !others.get(id)) {
                idOfPiece.put(ByteBuffer.wrap(tokens[id]), id);
            }
        }
        return idOfPiece;
    }

    private PairMerger merger(Map<ByteBuffer, Integer> idOfPiece) {
        if (rules.merges() != null) {
            return rules.merges().merger();
        }
        PairTable joins = joins(idOfPiece);
        int[] result = new int[size()];
        Arrays.setAll(result, id -> id);
        return new PairMerger(joins, priorities(), result);
    }

    /** Every two pieces that make a third one together; the number of a join is that third one's id. */
    private PairTable joins(Map<ByteBuffer, Integer> idOfPiece) {
        List<PieceJoins.Join> found = PieceJoins.of(tokens, idOfPiece);
        PairTable table = new PairTable(found.size());
        found.forEach(join -> table.put(join.left(), join.right(), join.result()));
        return table;
    }

    /** By id, the place of its score, highest first; equal scores share one: then the leftmost wins. */
    private int[] priorities() {
        Map<Float, Integer> places = new HashMap<>();
        float[] ascending = scores.clone();
        Arrays.sort(ascending);
        for (int i = ascending.length - 1; i >= 0; i--) {
            places.putIfAbsent(ascending[i] + 0f, places.size()); // + 0 makes of -0 the other zero
        }
        int[] priorities = new int[scores.length];
        Arrays.setAll(priorities, id -> places.get(scores[id] + 0f));
        return priorities;
    }
}
