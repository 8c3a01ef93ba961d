package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A stream of bytes: a file, an upload, an object of a bucket. It may be packed, or an archive.
 *
 * @param file where the bytes lie on this machine, or null: saves a copy to formats that are not
 *     read from the front
 * @param entries which entries are read if it is an archive, by name
 */
record ByteSource(String name, Opener opener, Path file, Predicate<String> entries)
        implements OpenableSource {

    /** Opens the bytes. */
    interface Opener {
        InputStream open() throws IOException;
    }

    @Override
    public String identity() {
        return file == null ? name : file.toString();
    }

    ByteSource(String name, Opener opener) {
        this(name, opener, null, _ -> true);
    }

    /** A file whose path has no link left to follow. */
    static ByteSource ofFile(String name, Path real) {
        return new ByteSource(
                name, () -> Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS), real, _ -> true);
    }
}
