package org.athanor.transformer.tokenizer;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Byte-level byte-pair encoding (Sennrich et al., arXiv:1508.07909), for many threads: each call
 * takes one of a few encoders, or makes one when all are busy.
 */
final class BytePairEncoder implements TextEncoder {

    private final SplitPattern pattern;
    private final BytePairs pairs;
    private final TokenIndex wholeTokens;
    private final BlockingQueue<Encoder> idle =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    /**
     * @param pattern how text is cut into pieces
     * @param wholeTokens what a piece may be without regard to merges
     */
    BytePairEncoder(SplitPattern pattern, BytePairs pairs, TokenIndex wholeTokens) {
        this.pattern = pattern;
        this.pairs = pairs;
        this.wholeTokens = wholeTokens;
    }

    @Override
    public int[] encode(byte[] text) {
        Encoder encoder = idle.poll();
        if (encoder == null) {
            encoder = forOneThread();
        }
        TokenBuffer ids = new TokenBuffer(text.length / 3 + 16);
        encoder.encode(text, ids);
        // One that failed is not put back, and one too many is dropped.
        boolean ignored = idle.offer(encoder);
        return ids.toArray();
    }

    @Override
    public Encoder forOneThread() {
        return new PieceEncoder(pattern, pairs, wholeTokens);
    }
}
