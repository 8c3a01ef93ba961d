package org.athanor.cli.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, and what is added to it later. Reads at most the last megabyte. */
final class LogTail {

    private static final long WINDOW_BYTES = 1 << 20;

    private final Path file;
    private long position;
    private String unfinished = "";

    LogTail(Path file) {
        this.file = file;
    }

    /** The last lines, each ended by a line feed; empty when there is no log. */
    String lastLines(int count) {
        List<String> lines = last(count);
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** The last lines; {@link #added} goes on behind them. */
    List<String> last(int count) {
        try {
            long size = Files.exists(file) ? Files.size(file) : 0;
            position = Math.max(0, size - WINDOW_BYTES);
            List<String> lines = added();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The lines that were completed since the last call. A file that shrank was begun anew. */
    List<String> added() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            if (log.length() < position) {
                position = 0;
                unfinished = "";
            }
            byte[] fresh = new byte[(int) Math.min(log.length() - position, WINDOW_BYTES)];
            log.seek(position);
            log.readFully(fresh);
            position += fresh.length;
            String text = unfinished + new String(fresh, UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            unfinished = text.substring(end);
            return text.substring(0, end).lines().toList();
        }
    }
}
