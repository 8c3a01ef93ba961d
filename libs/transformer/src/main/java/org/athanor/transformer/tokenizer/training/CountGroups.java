package org.athanor.transformer.tokenizer.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the words of each count lie. Words are laid out by their count, the lowest first, so that a
 * position tells the count of its word without a field for it: most words of a corpus occur once.
 */
final class CountGroups {

    private final long[] counts;

    /** By group, where its first word begins. */
    private final long[] starts;

    private final long end;

    private CountGroups(long[] counts, long[] starts, long end) {
        this.counts = counts;
        this.starts = starts;
        this.end = end;
    }

    int size() {
        return counts.length;
    }

    long count(int group) {
        return counts[group];
    }

    /** One past the last slot of any word. */
    long end() {
        return end;
    }

    int ofCount(long count) {
        return Arrays.binarySearch(counts, count);
    }

    long start(int group) {
        return starts[group];
    }

    /**
     * The group of a position, looked for upwards of {@code group}, where a lower position was: far
     * groups cost a logarithm, near ones next to nothing.
     */
    int ofPosition(long at, int group) {
        if (group + 1 == starts.length || at < starts[group + 1]) {
            return group;
        }
        int low = group + 1;
        int step = 1;
        while (low + step < starts.length && starts[low + step] <= at) {
            low += step;
            step *= 2;
        }
        int high = Math.min(low + step, starts.length);
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= at) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Adds up the slots that each count needs. */
    static final class Builder {

        private static final int SMALL = 1 << 12;

        private final long[] slotsOfSmall = new long[SMALL];
        private final Map<Long, long[]> slotsOfLarge = new HashMap<>();

        void add(long count, long slots) {
            if (count < SMALL) {
                slotsOfSmall[(int) count] += slots;
            } else {
                slotsOfLarge.computeIfAbsent(count, absent -> new long[1])[0] += slots;
            }
        }

        /**
         * @param from the first slot of the first group
         */
        CountGroups build(long from) {
            slotsOfLarge.values().removeIf(slots -> slots[0] == 0);
            long[] large = slotsOfLarge.keySet().stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(large);
            int small = (int) Arrays.stream(slotsOfSmall).filter(slots -> slots > 0).count();
            long[] counts = new long[small + large.length];
            long[] starts = new long[counts.length];
            long at = from;
            int group = 0;
            for (int count = 0; count < SMALL; count++) {
                if (slotsOfSmall[count] > 0) {
                    counts[group] = count;
                    starts[group++] = at;
                    at += slotsOfSmall[count];
                }
            }
            for (long count : large) {
                counts[group] = count;
                starts[group++] = at;
                at += slotsOfLarge.get(count)[0];
            }
            return new CountGroups(counts, starts, at);
        }
    }
}
