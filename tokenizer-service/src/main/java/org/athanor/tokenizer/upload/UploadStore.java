package org.athanor.tokenizer.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.athanor.kit.digest.Sha256;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * Uploads on disk: written under a temporary name, synced, then renamed to their sha256, so that an
 * upload that was cut off is never read. The same content twice is one file.
 */
@ApplicationScoped
public class UploadStore {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path directory;
    private final long maximumBytes;

    UploadStore(UploadConfig config) {
        this.directory = config.directory().toAbsolutePath();
        this.maximumBytes = config.maxBytes().asLongValue();
    }

    /**
     * Keeps the stream's bytes.
     *
     * @throws AthanorException TOO_LARGE beyond the limit, INVALID_REQUEST when there are none
     */
    Upload keep(InputStream content) {
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, "incoming-", ".part");
            try {
                Upload upload = write(content, temporary);
                Files.move(
                        temporary, directory.resolve(upload.id()), StandardCopyOption.ATOMIC_MOVE);
                return upload;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new AthanorException(
                    ErrorCode.STORAGE_FULL,
                    "the upload cannot be stored: is the disk of athanor.uploads.directory full?",
                    e);
        }
    }

    /**
     * The upload's file.
     *
     * @throws AthanorException NOT_FOUND when there is none of that id
     */
    public Path find(String id) {
        Path file = directory.resolve(checked(id));
        if (!Files.isRegularFile(file)) {
            throw unknown(id);
        }
        return file;
    }

    /** Deletes it; corpora made from it stay. */
    void delete(String id) {
        try {
            if (!Files.deleteIfExists(directory.resolve(checked(id)))) {
                throw unknown(id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Upload write(InputStream content, Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        long bytes = 0;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = read(content, buffer); read >= 0; read = read(content, buffer)) {
                bytes += read;
                if (bytes > maximumBytes) {
                    throw new AthanorException(
                            ErrorCode.TOO_LARGE,
                            "the upload is larger than the %d bytes of athanor.uploads.max-bytes"
                                    .formatted(maximumBytes));
                }
                digest.update(buffer, 0, read);
                write(out, ByteBuffer.wrap(buffer, 0, read));
            }
            out.force(true);
        }
        if (bytes == 0) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, "the upload is empty");
        }
        return new Upload(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "the upload ended before it was complete", e);
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "an upload id is 64 hexadecimal digits, was '%s'".formatted(id));
        }
        return id;
    }

    private static AthanorException unknown(String id) {
        return new AthanorException(ErrorCode.NOT_FOUND, "there is no upload " + id);
    }
}
