package org.athanor.transformer.dataset;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whole documents packed into rows, so that only documents longer than a row are cut (arXiv:2404.10830):
 * each is cut into pieces as long as a row, and what is left over lies with others where it fits best. Every
 * token is a target once an epoch, foretold from its own document; the first one of a document is foretold
 * from the separator. A row's tail may be padding.
 *
 * <p>Documents are packed in blocks of {@value #DOCUMENTS}, by their lengths alone. Only the number of rows
 * of each block is kept, and a few blocks that were read last; any other is packed again when it is needed,
 * which takes about a millisecond. Not safe for several threads.
 */
public final class BestFitRows implements TrainingRows {

    static final int DOCUMENTS = 4096;
    private static final int KEPT_BLOCKS = 256;

    private final TokenShard shard;
    private final int time;
    private final int separator;
    private final boolean within;
    private final long[] rowsBefore; // of each block, then the number of all
    private final Map<Integer, PackedBlock> blocks =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, PackedBlock> eldest) {
                    return size() > KEPT_BLOCKS;
                }
            };

    /**
     * @param time inputs a row
     * @param separator the id that stands before a document
     * @param within whether tokens see their own document alone
     * @throws IllegalArgumentException when there are no tokens
     */
    public BestFitRows(TokenShard shard, int time, int separator, boolean within) {
        if (time <= 0) {
            throw new IllegalArgumentException("a row needs a positive length, was " + time);
        }
        if (shard.tokens() == 0) {
            throw new IllegalArgumentException("the split has no tokens: use more text");
        }
        this.shard = shard;
        this.time = time;
        this.separator = separator;
        this.within = within;
        int count = Math.toIntExact(Math.ceilDiv(shard.documents(), (long) DOCUMENTS));
        this.rowsBefore = new long[count + 1];
        for (int block = 0; block < count; block++) {
            rowsBefore[block + 1] = rowsBefore[block] + block(block).rows();
        }
    }

    private PackedBlock block(int block) {
        return blocks.computeIfAbsent(
                block, b -> new PackedBlock(shard, (long) b * DOCUMENTS, DOCUMENTS, time));
    }

    @Override
    public long count() {
        return rowsBefore[rowsBefore.length - 1];
    }

    @Override
    public long tokens() {
        return shard.tokens();
    }

    @Override
    public TokenRow row(long index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException("row " + index + " of " + count());
        }
        int found = Arrays.binarySearch(rowsBefore, index);
        int block = found >= 0 ? found : -found - 2;
        while (rowsBefore[block + 1] == index) {
            block++; // blocks of empty documents have no rows
        }
        return row(block(block).pieces(index - rowsBefore[block]));
    }

    private TokenRow row(PackedBlock.Piece[] pieces) {
        int[] inputs = new int[time];
        int[] targets = new int[time];
        int[] documents = new int[time];
        Arrays.fill(targets, TokenRow.IGNORED);
        Arrays.fill(documents, TokenRow.PADDING);
        int at = 0;
        for (int p = 0; p < pieces.length; p++) {
            PackedBlock.Piece piece = pieces[p];
            int[] tokens = shard.slice(piece.start(), piece.length());
            inputs[at] = piece.begins() ? separator : shard.slice(piece.start() - 1, 1)[0];
            System.arraycopy(tokens, 0, inputs, at + 1, tokens.length - 1);
            System.arraycopy(tokens, 0, targets, at, tokens.length);
            Arrays.fill(documents, at, at + tokens.length, p);
            at += tokens.length;
        }
        return new TokenRow(inputs, targets, within ? documents : null);
    }
}
