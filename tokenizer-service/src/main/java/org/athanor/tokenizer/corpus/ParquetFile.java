package org.athanor.tokenizer.corpus;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file that Parquet is read from: mapped in ranges, none beyond its end whatever a footer says. */
final class ParquetFile implements InputFile {

    private final String name;
    private final Path path;
    private final boolean temporary;
    private final FileChannel channel;

    private ParquetFile(String name, Path path, boolean temporary) throws IOException {
        this.name = name;
        this.path = path;
        this.temporary = temporary;
        this.channel =
                FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** The input's own file; else its bytes in a temporary one, since Parquet is read from its end. */
    static ParquetFile of(SourceInput input) throws IOException {
        if (input.file().isPresent()) {
            return new ParquetFile(input.name(), input.file().get(), false);
        }
        Path copy = Files.createTempFile("athanor-", ".parquet");
        try {
            Files.copy(input, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return new ParquetFile(input.name(), copy, true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    @Override
    public void open() {
        // It is open from the start.
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (offset < 0 || length < 0 || length > channel.size() - offset) {
            throw new IOException(
                    "%d bytes at %d lie beyond the end at %d"
                            .formatted(length, offset, channel.size()));
        }
        return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (temporary) {
            Files.deleteIfExists(path);
        }
    }
}
