package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a byte-level tokenizer knows: the bytes of each id, the merges in their order, and the added
 * tokens.
 *
 * @param tokens bytes by id; null where the id is an added token's or nobody's
 * @param mergeLeft by rank, the id of a merge's left side
 * @param mergeRight by rank, the id of its right side
 * @param mergeResult by rank, the id it makes
 * @param addedTokens text to id, of tokens that no merge makes
 * @param special the added tokens that decoding leaves out of the text
 * @param pattern how text is cut into pieces before the merges
 * @param wholeTokensFirst whether a piece that is a token becomes it whatever the merges say
 */
record Vocabulary(
        byte[][] tokens,
        int[] mergeLeft,
        int[] mergeRight,
        int[] mergeResult,
        SequencedMap<String, Integer> addedTokens,
        Set<String> special,
        SplitPattern pattern,
        boolean wholeTokensFirst)
        implements TokenSet {

    private static final int BYTES = 256;

    /** Special tokens first, then the 256 bytes, then what the merges make. */
    static Vocabulary ofMerges(List<Merge> merges, SplitPattern pattern) {
        SequencedMap<String, Integer> added = new LinkedHashMap<>();
        for (String text : SpecialTokens.ALL) {
            added.put(text, added.size());
        }
        int offset = added.size();
        byte[][] tokens = new byte[offset + BYTES + merges.size()][];
        for (int value = 0; value < BYTES; value++) {
            tokens[offset + value] = new byte[] {(byte) value};
        }
        int[] left = new int[merges.size()];
        int[] right = new int[merges.size()];
        int[] result = new int[merges.size()];
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            if (Math.max(merge.left(), merge.right()) >= BYTES + rank) {
                throw new IllegalArgumentException(
                        "merge " + rank + " uses a symbol made after it: " + merge);
            }
            left[rank] = offset + merge.left();
            right[rank] = offset + merge.right();
            result[rank] = offset + BYTES + rank;
            tokens[result[rank]] = joined(tokens[left[rank]], tokens[right[rank]]);
        }
        return new Vocabulary(tokens, left, right, result, added, added.keySet(), pattern, false);
    }

    /**
     * A vocabulary that names its tokens alone, as tiktoken's do: of all neighbours whose joined
     * bytes are a token, those with the lowest id are merged first, and a piece that is a token is
     * never cut.
     *
     * @param tokens bytes by id, every single byte among them; null where there is no token
     * @param added text to id, of tokens that text never encodes to
     */
    static Vocabulary ofRanks(
            byte[][] tokens, SequencedMap<String, Integer> added, SplitPattern pattern) {
        RankMerges merges = RankMerges.of(tokens);
        return new Vocabulary(
                tokens,
                merges.left(),
                merges.right(),
                merges.result(),
                added,
                added.keySet(),
                pattern,
                true);
    }

    static byte[] joined(byte[] left, byte[] right) {
        byte[] both = new byte[left.length + right.length];
        System.arraycopy(left, 0, both, 0, left.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    @Override
    public TextEncoder encoder() {
        BytePairs pairs = new BytePairs(idOfByte(), mergeLeft, mergeRight, mergeResult);
        return new BytePairEncoder(
                pattern, pairs, wholeTokensFirst ? unmerged(pairs) : TokenIndex.EMPTY);
    }

    /** The tokens that merges do not lead to; the others need not be looked for. Often there is none. */
    private TokenIndex unmerged(BytePairs pairs) {
        byte[][] unmerged = new byte[tokens.length][];
        boolean none = true;
        PieceMerger shortPieces = new ShortPieceMerger(pairs);
        PieceMerger longPieces = pairs.longPieceMerger();
        TokenBuffer ids = new TokenBuffer(ShortPieceMerger.LONGEST);
        for (int id = 0; id < tokens.length; id++) {
            byte[] token = tokens[id];
            if (token == null) {
                continue;
            }
            ids.clear();
            boolean isShort = token.length <= ShortPieceMerger.LONGEST;
            (isShort ? shortPieces : longPieces).merge(token, 0, token.length, ids);
            if (ids.size() != 1) {
                unmerged[id] = token;
                none = false;
            }
        }
        return none ? TokenIndex.EMPTY : new TokenIndex(unmerged);
    }

    @Override
    public String endOfText() {
        return SpecialTokens.END_OF_TEXT;
    }

    @Override
    public OptionalInt beginning() {
        return OptionalInt.empty();
    }

    @Override
    public void write(Path folder, TextFrame frame) throws IOException {
        TokenizerJson.write(this, frame, folder);
    }

    @Override
    public List<TokenTable.Entry> entries() {
        Map<Integer, String> added = addedById();
        List<TokenTable.Entry> entries = new ArrayList<>(size());
        for (int id = 0; id < size(); id++) {
            if (tokens[id] != null) {
                entries.add(entry(ByteAlphabet.toText(tokens[id]), TokenTable.Kind.NORMAL));
            } else if (added.containsKey(id)) {
                String text = added.get(id);
                entries.add(
                        entry(
                                text,
                                special.contains(text)
                                        ? TokenTable.Kind.CONTROL
                                        : TokenTable.Kind.USER_DEFINED));
            } else {
                entries.add(entry("", TokenTable.Kind.UNUSED));
            }
        }
        return entries;
    }

    private static TokenTable.Entry entry(String text, TokenTable.Kind kind) {
        return new TokenTable.Entry(text, kind, 0);
    }

    @Override
    public List<TokenTable.MergeText> merges() {
        List<TokenTable.MergeText> merges = new ArrayList<>(mergeLeft.length);
        for (int rank = 0; rank < mergeLeft.length; rank++) {
            merges.add(
                    new TokenTable.MergeText(
                            ByteAlphabet.toText(tokens[mergeLeft[rank]]),
                            ByteAlphabet.toText(tokens[mergeRight[rank]])));
        }
        return merges;
    }

    /** The id of each byte's own token. */
    int[] idOfByte() {
        int[] ids = new int[BYTES];
        Arrays.fill(ids, -1);
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id] != null && tokens[id].length == 1) {
                ids[tokens[id][0] & 0xFF] = id;
            }
        }
        List<Integer> missing = new ArrayList<>();
        for (int value = 0; value < BYTES; value++) {
            if (ids[value] < 0) {
                missing.add(value);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "not a byte-level vocabulary: no token for the bytes " + missing);
        }
        return ids;
    }
}
