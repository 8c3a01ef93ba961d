package org.athanor.transformer.dataset;

/**
 * What the shards of a split look like. The same layout and documents give the same bytes.
 *
 * @param vocabularySize ids are below it; up to 65,536 a token takes two bytes, then four
 * @param masked whether documents come with a loss mask
 * @param indexed whether documents come with their origin
 * @param shardBytes the most bytes of tokens in one shard; a longer document has one of its own
 */
public record ShardLayout(int vocabularySize, boolean masked, boolean indexed, long shardBytes) {

    private static final int LARGEST_U16_VOCABULARY = 1 << 16;

    public ShardLayout {
        if (vocabularySize <= 0) {
            throw new IllegalArgumentException(
                    "vocabularySize must be positive, was " + vocabularySize);
        }
        if (shardBytes <= 0) {
            throw new IllegalArgumentException("shardBytes must be positive, was " + shardBytes);
        }
    }

    /** Without origins, in one shard however long. */
    public static ShardLayout plain(int vocabularySize, boolean masked) {
        return new ShardLayout(vocabularySize, masked, false, Long.MAX_VALUE);
    }

    /** With origins, in one shard however long. */
    public static ShardLayout indexed(int vocabularySize, boolean masked) {
        return new ShardLayout(vocabularySize, masked, true, Long.MAX_VALUE);
    }

    /** The same, cut after at most {@code bytes} of tokens. */
    public ShardLayout inShardsOf(long bytes) {
        return new ShardLayout(vocabularySize, masked, indexed, bytes);
    }

    /** Bytes a token. */
    int tokenBytes() {
        return vocabularySize <= LARGEST_U16_VOCABULARY ? 2 : 4;
    }
}
