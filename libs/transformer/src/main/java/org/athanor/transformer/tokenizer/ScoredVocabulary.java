package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a tokenizer in SentencePiece's manner knows (arXiv:1808.06226): the bytes of each token and
 * its score. Ids 0 to 2 are unknown, begin and end; the 256 after them are single bytes, for
 * characters that have no token of their own.
 *
 * @param tokens bytes by id; null for the first three
 * @param scores by id; of two joins, the one whose token scores higher comes first
 */
record ScoredVocabulary(byte[][] tokens, float[] scores) implements TokenSet {

    static final String UNKNOWN = "<unk>";
    static final String BEGIN = "<s>";
    static final String END = "</s>";

    static final int BEGIN_ID = 1;
    static final int FIRST_BYTE = 3;
    static final int FIRST_PIECE = FIRST_BYTE + 256;

    private static final SequencedMap<String, Integer> ADDED = new LinkedHashMap<>();

    static {
        for (String text : List.of(UNKNOWN, BEGIN, END)) {
            ADDED.put(text, ADDED.size());
        }
    }

    /**
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
        return new ScoredVocabulary(tokens, all);
    }

    /** How a file spells the token of a byte. */
    static String byteText(int value) {
        return "<0x%02X>".formatted(value);
    }

    @Override
    public SequencedMap<String, Integer> addedTokens() {
        return ADDED;
    }

    @Override
    public Set<String> special() {
        return ADDED.keySet();
    }

    @Override
    public String endOfText() {
        return END;
    }

    @Override
    public OptionalInt beginning() {
        return OptionalInt.of(BEGIN_ID);
    }

    @Override
    public void write(Path folder) throws IOException {
        Llama2cFile.write(this, folder.resolve(Llama2cFile.FILE_NAME));
    }

    @Override
    public List<TokenTable.Entry> entries() {
        List<TokenTable.Entry> entries = new ArrayList<>(size());
        entries.add(new TokenTable.Entry(UNKNOWN, TokenTable.Kind.UNKNOWN, 0));
        entries.add(new TokenTable.Entry(BEGIN, TokenTable.Kind.CONTROL, 0));
        entries.add(new TokenTable.Entry(END, TokenTable.Kind.CONTROL, 0));
        for (int value = 0; value < 256; value++) {
            entries.add(new TokenTable.Entry(byteText(value), TokenTable.Kind.BYTE, 0));
        }
        for (int id = FIRST_PIECE; id < size(); id++) {
            entries.add(
                    new TokenTable.Entry(
                            new String(tokens[id], StandardCharsets.UTF_8),
                            TokenTable.Kind.NORMAL,
                            scores[id]));
        }
        return entries;
    }

    @Override
    public List<TokenTable.MergeText> merges() {
        return List.of();
    }

    @Override
    public TextEncoder encoder() {
        Map<ByteBuffer, Integer> idOfPiece = HashMap.newHashMap(size());
        for (int id = size() - 1; id >= FIRST_PIECE; id--) {
            idOfPiece.put(ByteBuffer.wrap(tokens[id]), id);
        }
        PairTable joins = joins(idOfPiece);
        int[] result = new int[size()];
        Arrays.setAll(result, id -> id);
        return new ScoredPairEncoder(idOfPiece, new PairMerger(joins, priorities(), result));
    }

    /** Every two pieces that make a third one together; the number of a join is that third one's id. */
    private PairTable joins(Map<ByteBuffer, Integer> idOfPiece) {
        List<int[]> found = new ArrayList<>();
        for (int id = FIRST_PIECE; id < size(); id++) {
            byte[] whole = tokens[id];
            int own = idOfPiece.get(ByteBuffer.wrap(whole));
            for (int cut = 1; cut < whole.length; cut++) {
                Integer left = idOfPiece.get(ByteBuffer.wrap(whole, 0, cut));
                Integer right = idOfPiece.get(ByteBuffer.wrap(whole, cut, whole.length - cut));
                if (left != null && right != null) {
                    found.add(new int[] {left, right, own});
                }
            }
        }
        PairTable table = new PairTable(found.size());
        found.forEach(join -> table.put(join[0], join[1], join[2]));
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
