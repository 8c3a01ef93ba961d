package org.athanor.transformer.tokenizer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * What did not fit into memory: sorted runs of counted pieces, merged as a stream into one file of
 * distinct pieces. Its folder is made with the first file and deleted by {@link #close}.
 *
 * <p>Pieces of over 64 KiB go to files of their own, unsorted and perhaps more than once: two halves
 * of a count are worth as much as their sum, and so a merge holds little of each run in memory.
 */
final class Spill implements AutoCloseable {

    static final int LONGEST_SORTED = 1 << 16;

    /** Runs that are merged at a time; each has a buffer and a piece in memory. */
    static final int FAN_IN = 32;

    private final Path parent;
    private Path folder;
    private int files;
    private final Deque<Path> runs = new ArrayDeque<>();
    private final List<Path> longPieces = new ArrayList<>();

    /**
     * @param parent an existing folder
     */
    Spill(Path parent) {
        this.parent = parent;
    }

    synchronized boolean isEmpty() {
        return runs.isEmpty() && longPieces.isEmpty();
    }

    /** Empties the table into a sorted run. */
    void write(PieceTable table) throws IOException {
        if (table.size() == 0) {
            return;
        }
        Path run = newFile();
        try (RunWriter sorted = new RunWriter(run);
                LongPieces unsorted = new LongPieces()) {
            table.drainSorted(
                    (text, from, to, count) -> {
                        if (to - from > LONGEST_SORTED) {
                            unsorted.write(text, from, to, count);
                        } else {
                            sorted.write(text, from, to, count);
                        }
                    });
        }
        synchronized (this) {
            runs.add(run);
        }
    }

    /** All pieces that were written, distinct but for the long ones. */
    Pieces merged(TrainingListener listener) throws IOException {
        while (runs.size() > 1) {
            List<Path> merging = new ArrayList<>();
            for (int i = 0; i < FAN_IN && !runs.isEmpty(); i++) {
                merging.add(runs.remove());
            }
            runs.add(merge(merging, listener));
            for (Path run : merging) {
                Files.delete(run);
            }
        }
        List<Path> all = new ArrayList<>(runs);
        all.addAll(longPieces);
        return visitor -> {
            for (Path file : all) {
                forEach(file, visitor);
            }
        };
    }

    /** A new file in the spill's folder. */
    synchronized Path newFile() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory(parent, "bpe-");
        }
        return folder.resolve(Integer.toString(files++));
    }

    @Override
    public synchronized void close() throws IOException {
        if (folder == null) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        folder = null;
    }

    private static void forEach(Path file, Pieces.Visitor visitor) throws IOException {
        try (RunReader reader = new RunReader(file)) {
            while (reader.next()) {
                visitor.visit(reader.piece(), 0, reader.length(), reader.count());
            }
        }
    }

    private Path merge(List<Path> files, TrainingListener listener) throws IOException {
        Path merged = newFile();
        List<RunReader> readers = new ArrayList<>();
        try (RunWriter out = new RunWriter(merged)) {
            PriorityQueue<RunReader> queue = new PriorityQueue<>();
            for (Path file : files) {
                RunReader reader = new RunReader(file);
                readers.add(reader);
                advance(reader, queue);
            }
            merge(queue, out, listener);
        } finally {
            for (RunReader reader : readers) {
                reader.close();
            }
        }
        return merged;
    }

    private static void merge(
            PriorityQueue<RunReader> queue, RunWriter out, TrainingListener listener)
            throws IOException {
        byte[] piece = new byte[LONGEST_SORTED];
        Signs signs = new Signs(listener);
        while (!queue.isEmpty()) {
            signs.next();
            RunReader first = queue.remove();
            int length = first.length();
            long count = first.count();
            System.arraycopy(first.piece(), 0, piece, 0, length);
            advance(first, queue);
            while (!queue.isEmpty() && queue.peek().hasSamePieceAs(piece, length)) {
                RunReader same = queue.remove();
                count += same.count();
                advance(same, queue);
            }
            out.write(piece, 0, length, count);
        }
    }

    private static void advance(RunReader reader, PriorityQueue<RunReader> queue)
            throws IOException {
        if (reader.next()) {
            queue.add(reader);
        }
    }

    /** The file of a run's long pieces, which most runs have none of. */
    private final class LongPieces implements AutoCloseable {
        private RunWriter out;

        void write(byte[] text, int from, int to, long count) throws IOException {
            if (out == null) {
                Path file = newFile();
                out = new RunWriter(file);
                synchronized (Spill.this) {
                    longPieces.add(file);
                }
            }
            out.write(text, from, to, count);
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }
}
