package org.athanor.transformer.dataset;

/**
 * Visits items (windows or documents) in a seeded random order, each once an epoch, another order
 * every epoch. The order is computed, not stored: a cursor at any position costs nothing to make,
 * so training resumes exactly where its checkpoint says. Not safe for several threads.
 */
public final class DatasetCursor {

    /**
     * How far a cursor has come. Goes into a checkpoint's state.
     *
     * @param epoch whole passes done
     * @param index items visited in this pass
     */
    public record Position(long epoch, long index) {

        /** Before the first item. */
        public static final Position START = new Position(0, 0);

        public Position {
            if (epoch < 0 || index < 0) {
                throw new IllegalArgumentException(
                        "a position is not negative, was epoch " + epoch + ", index " + index);
            }
        }
    }

    private final long items;
    private final long seed;
    private Position position;
    private Shuffle shuffle;

    /**
     * @param items how many there are
     * @param seed of all epochs' orders
     * @param position where to go on; {@link Position#START} for a new one
     */
    public DatasetCursor(long items, long seed, Position position) {
        if (items <= 0) {
            throw new IllegalArgumentException("a cursor needs items, was given " + items);
        }
        if (position.index() > items) {
            throw new IllegalArgumentException(
                    "position " + position + " lies beyond the " + items + " items");
        }
        this.items = items;
        this.seed = seed;
        this.position = position;
        this.shuffle = new Shuffle(items, seed, position.epoch());
    }

    public DatasetCursor(long items, long seed) {
        this(items, seed, Position.START);
    }

    /** The next item's index, beginning another epoch when all were visited. */
    public long next() {
        if (position.index() == items) {
            position = new Position(position.epoch() + 1, 0);
            shuffle = new Shuffle(items, seed, position.epoch());
        }
        long item = shuffle.at(position.index());
        position = new Position(position.epoch(), position.index() + 1);
        return item;
    }

    public Position position() {
        return position;
    }

    /** Items an epoch. */
    public long items() {
        return items;
    }
}
