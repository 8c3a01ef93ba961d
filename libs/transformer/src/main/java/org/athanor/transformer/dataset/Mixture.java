package org.athanor.transformer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of several datasets, interleaved by weight. After any number of rows each dataset has given its
 * share of them to within less than one row: its m-th row has a first and a last place at which the share
 * is kept, and of those whose first place has come the one with the earliest last is taken (Baruah et al.
 * 1996, "Proportionate progress"). A dataset that has given all it may ends; from there on the others share
 * by their weights. Who asks for more when all have ended is given more of all of them. Each dataset's own rows come in the order of a {@link DatasetCursor}.
 *
 * <p>What has been taken of each decides what comes, so training resumes anywhere without reading what came
 * before. Not safe for several threads.
 */
public final class Mixture {

    /** No bound on what a dataset gives. */
    public static final long ENDLESS = Long.MAX_VALUE;

    /**
     * A dataset's part.
     *
     * @param rows of one epoch
     * @param weight its share is weight over the weights of all; see {@link MixtureWeights}
     * @param most rows it gives, over all epochs; {@link #ENDLESS} where it begins again and again
     */
    public record Part(long rows, int weight, long most) {

        public Part {
            if (rows <= 0 || weight <= 0 || most <= 0) {
                throw new IllegalArgumentException(
                        "a part needs rows, a weight and at least a row to give, was given %d, %d and %d"
                                .formatted(rows, weight, most));
            }
        }
    }

    /**
     * How far a mixture has come. Goes into a checkpoint's state.
     *
     * @param cursors of each dataset; none of them has moved where there are none
     * @param before rows that each dataset had given when one ended the last time; empty where none has
     */
    public record Position(List<DatasetCursor.Position> cursors, List<Long> before) {

        /** Before the first row. */
        public static final Position START = new Position(List.of(), List.of());

        public Position {
            cursors = List.copyOf(cursors);
            before = List.copyOf(before);
        }

        /** Of one dataset alone. */
        public static Position of(DatasetCursor.Position cursor) {
            return new Position(List.of(cursor), List.of());
        }

        /** Of one dataset alone. */
        public DatasetCursor.Position single() {
            if (cursors.size() > 1) {
                throw new IllegalStateException(
                        "the position is one of " + cursors.size() + " datasets, not of one");
            }
            return cursors.isEmpty() ? DatasetCursor.Position.START : cursors.getFirst();
        }
    }

    /**
     * @param part whose row it is, from 0
     * @param row its number in that dataset
     */
    public record Choice(int part, long row) {}

    private final List<Part> parts;
    private final List<DatasetCursor> cursors = new ArrayList<>();
    private final long[] before;

    /**
     * @param seed of the datasets' orders
     * @param position where to go on; {@link Position#START} for a new one
     */
    public Mixture(List<Part> parts, long seed, Position position) {
        this.parts = List.copyOf(parts);
        requireFits(position);
        for (int i = 0; i < parts.size(); i++) {
            DatasetCursor.Position at =
                    position.cursors().isEmpty()
                            ? DatasetCursor.Position.START
                            : position.cursors().get(i);
            cursors.add(new DatasetCursor(parts.get(i).rows(), seed + i, at));
        }
        this.before =
                position.before().isEmpty()
                        ? new long[parts.size()]
                        : position.before().stream().mapToLong(Long::longValue).toArray();
    }

    private void requireFits(Position position) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a mixture needs a dataset");
        }
        for (List<?> each : List.of(position.cursors(), position.before())) {
            if (!each.isEmpty() && each.size() != parts.size()) {
                throw new IllegalArgumentException(
                        "position of %d datasets, the mixture has %d"
                                .formatted(each.size(), parts.size()));
            }
        }
    }

    /** Rows that there are, {@link #ENDLESS} where one of the datasets begins again and again. */
    public static long most(List<Part> parts) {
        long most = 0;
        for (Part part : parts) {
            most = part.most() > ENDLESS - most ? ENDLESS : most + part.most();
        }
        return most;
    }

    /** Whether a dataset has not ended. */
    public boolean hasNext() {
        for (int part = 0; part < parts.size(); part++) {
            if (!hasEnded(part)) {
                return true;
            }
        }
        return false;
    }

    /** The next row. */
    public Choice next() {
        int part = choose();
        long row = cursors.get(part).next();
        if (taken(part) == parts.get(part).most()) {
            for (int i = 0; i < before.length; i++) {
                before[i] = taken(i);
            }
        }
        return new Choice(part, row);
    }

    /** Rows that a dataset has given. */
    public long taken(int part) {
        DatasetCursor.Position position = cursors.get(part).position();
        return position.epoch() * parts.get(part).rows() + position.index();
    }

    public Position position() {
        boolean none = Arrays.stream(before).allMatch(rows -> rows == 0);
        return new Position(
                cursors.stream().map(DatasetCursor::position).toList(),
                none ? List.of() : Arrays.stream(before).boxed().toList());
    }

    private boolean hasEnded(int part) {
        return taken(part) >= parts.get(part).most();
    }

    /** Counts from the last end of a dataset; after a whole round every share is exact. */
    private int choose() {
        boolean again = !hasNext();
        long round = 0;
        long place = 0;
        for (int part = 0; part < parts.size(); part++) {
            if (again || !hasEnded(part)) {
                round += parts.get(part).weight();
                place += taken(part) - before[part];
            }
        }
        int chosen = -1;
        long earliest = Long.MAX_VALUE;
        for (int part = 0; part < parts.size(); part++) {
            if (again || !hasEnded(part)) {
                long weight = parts.get(part).weight();
                long taken = taken(part) - before[part] - place / round * weight;
                long first = taken * round / weight;
                long last = Math.ceilDiv((taken + 1) * round, weight);
                if (first <= place % round && last < earliest) {
                    earliest = last;
                    chosen = part;
                }
            }
        }
        return chosen;
    }
}
