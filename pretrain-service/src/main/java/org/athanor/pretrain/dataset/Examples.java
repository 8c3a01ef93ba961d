package org.athanor.pretrain.dataset;

import java.util.stream.LongStream;
import org.athanor.transformer.dataset.TokenShard;

/**
 * The documents of a masked split that can be learnt from: not longer than the model reads, and
 * with a token that counts. The others are set aside and counted.
 */
public final class Examples {

    private final TokenShard shard;
    private final long[] documents;
    private final int longest;

    /** @param longest tokens of an example at most */
    public Examples(TokenShard shard, int longest) {
        this.shard = shard;
        this.documents =
                LongStream.range(0, shard.documents())
                        .filter(document -> fits(shard, document, longest))
                        .toArray();
        this.longest = LongStream.of(documents).mapToInt(shard::documentLength).max().orElse(0);
    }

    private static boolean fits(TokenShard shard, long document, int longest) {
        int length = shard.documentLength(document);
        return length >= 2 && length <= longest && hasCounted(shard.lossMask(document));
    }

    private static boolean hasCounted(boolean[] mask) {
        // The first token is never a target.
        for (int t = 1; t < mask.length; t++) {
            if (mask[t]) {
                return true;
            }
        }
        return false;
    }

    public long count() {
        return documents.length;
    }

    /** Documents that were left out. */
    public long setAside() {
        return shard.documents() - documents.length;
    }

    /** Tokens of the longest example. */
    public int longest() {
        return longest;
    }

    /** The ids of one example: [time]. */
    public int[] tokens(long example) {
        return shard.document(documents[Math.toIntExact(example)]);
    }

    /** Which of its tokens count in the loss: [time]. */
    public boolean[] counted(long example) {
        return shard.lossMask(documents[Math.toIntExact(example)]);
    }
}
