package org.athanor.transformer.dataset;

/**
 * A split cut into windows of equal length for next-token training. Window {@code w} holds tokens
 * {@code w * time} to {@code w * time + time}: {@code time + 1} of them, since the last is only a
 * target. Windows run across documents; the tail that fills no window is left out.
 */
public final class TokenWindows implements TrainingRows {

    private final TokenShard shard;
    private final int time;

    /**
     * @param time inputs a window; its rows are one longer
     * @throws IllegalArgumentException when the split does not fill one window
     */
    public TokenWindows(TokenShard shard, int time) {
        if (time <= 0) {
            throw new IllegalArgumentException("a window needs a positive length, was " + time);
        }
        if (shard.tokens() < time + 1L) {
            throw new IllegalArgumentException(
                    "the split has "
                            + shard.tokens()
                            + " tokens, fewer than one window of "
                            + (time + 1)
                            + ": use a shorter context or more text");
        }
        this.shard = shard;
        this.time = time;
    }

    @Override
    public long count() {
        return (shard.tokens() - 1) / time;
    }

    @Override
    public long tokens() {
        return count() * time;
    }

    /** A window whose tokens see all before them, across documents. */
    @Override
    public TokenRow row(long index) {
        return TokenRow.ofWindow(window(index));
    }

    /** [time + 1] */
    public int[] window(long index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException("window " + index + " of " + count());
        }
        return shard.slice(index * time, time + 1);
    }
}
