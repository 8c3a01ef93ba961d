package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of some files by their number over all of them, with 8 bytes of index each on disk. Made
 * by one thread, then read by any.
 */
final class NumberedLines implements Closeable {

    private static final int BLOCK_BYTES = 1 << 18;

    private final List<FileChannel> files = new ArrayList<>();
    private final Path indexFile;
    private final FileChannel index;

    /** Of each file the number of its first line, and of the end: [files + 1]. */
    private final long[] firsts;

    NumberedLines(List<Path> paths, Path folder) throws IOException {
        this.firsts = new long[paths.size() + 1];
        this.indexFile = folder.resolve("lines.index");
        try {
            for (Path path : paths) {
                files.add(FileChannel.open(path));
            }
            try (LongWriter starts = new LongWriter(indexFile)) {
                for (int file = 0; file < files.size(); file++) {
                    firsts[file + 1] = firsts[file] + scan(files.get(file), starts);
                }
            }
            this.index = FileChannel.open(indexFile);
        } catch (IOException e) {
            closeFiles();
            throw e;
        }
    }

    /** Number of the file's first line. */
    long first(int file) {
        return firsts[file];
    }

    /** How many lines all files have. */
    long count() {
        return firsts[firsts.length - 1];
    }

    /** A line without its end. */
    byte[] get(long number) throws IOException {
        int file = file(number);
        // Each file before has one entry more than lines: its end.
        ByteBuffer bounds = PositionedRead.of(index, (number + file) * Long.BYTES, 2 * Long.BYTES);
        long start = bounds.getLong(0);
        int length = Math.toIntExact(bounds.getLong(Long.BYTES) - start - 1);
        return PositionedRead.of(files.get(file), start, length).array();
    }

    @Override
    public void close() throws IOException {
        index.close();
        closeFiles();
        Files.deleteIfExists(indexFile);
    }

    private int file(long number) {
        int low = 0;
        int high = files.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (firsts[middle] <= number) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Writes where each line starts, and where one more would; returns how many there are. */
    private static long scan(FileChannel file, LongWriter starts) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        long lines = 0;
        long lineStart = 0;
        long position = 0;
        for (int read = file.read(block, 0); read > 0; read = file.read(block, position)) {
            byte[] bytes = block.array();
            for (int i = 0; i < read; i++) {
                if (bytes[i] == '\n') {
                    starts.write(lineStart);
                    lineStart = position + i + 1;
                    lines++;
                }
            }
            position += read;
            block.clear();
        }
        if (lineStart < position) {
            starts.write(lineStart);
            lineStart = position + 1;
            lines++;
        }
        starts.write(lineStart);
        return lines;
    }

    private void closeFiles() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
