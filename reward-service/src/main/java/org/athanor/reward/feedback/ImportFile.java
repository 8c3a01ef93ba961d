package org.athanor.reward.feedback;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * An uploaded file, received and decompressed in full before anything of it is used: a slow sender
 * holds no transaction, and a truncated archive is refused before a line of it was written.
 */
final class ImportFile implements AutoCloseable {

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    private final Path path;

    private ImportFile(Path path) {
        this.path = path;
    }

    /**
     * Receives the body, plain or gzip.
     *
     * @throws AthanorException TOO_LARGE beyond {@code maximumBytes}, INVALID_REQUEST for a damaged
     *     archive or an empty body
     */
    static ImportFile receive(InputStream body, long maximumBytes) throws IOException {
        ImportFile file = new ImportFile(Files.createTempFile("athanor-feedback-", ".jsonl"));
        try {
            file.fill(new BufferedInputStream(body, BUFFER), maximumBytes);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** From the beginning; the caller closes it. */
    InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(path), BUFFER);
    }

    private void fill(BufferedInputStream body, long maximumBytes) throws IOException {
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(path)) {
            InputStream plain = isGzip(body) ? new GZIPInputStream(body, BUFFER) : body;
            byte[] buffer = new byte[BUFFER];
            for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
                bytes += n;
                if (bytes > maximumBytes) {
                    throw new AthanorException(
                            ErrorCode.TOO_LARGE,
                            "the file has more than %d bytes: split it, or raise athanor.feedback.maximum-import-bytes"
                                    .formatted(maximumBytes));
                }
                out.write(buffer, 0, n);
            }
        } catch (EOFException | ZipException e) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "the gzip archive is damaged or truncated after %d bytes of text; nothing was imported"
                            .formatted(bytes),
                    e);
        }
        if (bytes == 0) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, "the file is empty");
        }
    }

    private static boolean isGzip(BufferedInputStream body) throws IOException {
        body.mark(2);
        int magic = (body.read() << 8) | body.read();
        body.reset();
        return magic == GZIP_MAGIC;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
