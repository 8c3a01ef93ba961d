package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** A walk through sorted records; of several runs, the one that was written first goes first. */
final class SortedRecords implements Closeable {

    private final int width;
    private final List<LongReader> readers;
    private final PriorityQueue<Head> heads = new PriorityQueue<>();
    private Head current;

    private SortedRecords(List<LongReader> readers, int width) throws IOException {
        this.readers = readers;
        this.width = width;
        for (int run = 0; run < readers.size(); run++) {
            enqueue(new Head(run, readers.get(run), new long[width]));
        }
    }

    static SortedRecords of(long[] values, int count, int width) throws IOException {
        return new SortedRecords(List.of(new LongReader(values, count)), width);
    }

    static SortedRecords of(List<Path> runs, int width) throws IOException {
        List<LongReader> readers = new ArrayList<>();
        try {
            for (Path run : runs) {
                readers.add(new LongReader(run));
            }
            return new SortedRecords(readers, width);
        } catch (IOException e) {
            closeAll(readers);
            throw e;
        }
    }

    /** Goes to the next record; false after the last. */
    boolean next() throws IOException {
        if (current != null) {
            enqueue(current);
        }
        current = heads.poll();
        return current != null;
    }

    /** The current record's key. */
    long key() {
        return current.record[0];
    }

    /** A long of the current record; 0 is the key. */
    long get(int index) {
        return current.record[index];
    }

    @Override
    public void close() throws IOException {
        closeAll(readers);
    }

    private void enqueue(Head head) throws IOException {
        if (head.reader.next(head.record)) {
            heads.add(head);
        }
    }

    private static void closeAll(List<LongReader> readers) throws IOException {
        for (LongReader reader : readers) {
            reader.close();
        }
    }

    /** The foremost record of a run. */
    private static final class Head implements Comparable<Head> {
        private final int run;
        private final LongReader reader;
        private final long[] record;

        Head(int run, LongReader reader, long[] record) {
            this.run = run;
            this.reader = reader;
            this.record = record;
        }

        @Override
        public int compareTo(Head other) {
            int byKey = Long.compareUnsigned(record[0], other.record[0]);
            return byKey != 0 ? byKey : Integer.compare(run, other.run);
        }
    }
}
