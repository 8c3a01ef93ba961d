package org.athanor.stack.postgres;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;

/**
 * The passwords of the superuser and of the application, made up at the first start and kept in a file that only its
 * owner reads. Not a record: a record would print them.
 */
final class Passwords {

    private static final int BYTES = 24;

    private final String superuser;
    private final String application;

    private Passwords(String superuser, String application) {
        this.superuser = superuser;
        this.application = application;
    }

    static Passwords loadOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Passwords(
                require(properties, "superuser", file), require(properties, "application", file));
    }

    String superuser() {
        return superuser;
    }

    String application() {
        return application;
    }

    private static void create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Properties properties = new Properties();
        properties.setProperty("superuser", random());
        properties.setProperty("application", random());
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            properties.store(writer, null);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String require(Properties properties, String name, Path file)
            throws IOException {
        String value = properties.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IOException(
                    file
                            + " has no password named "
                            + name
                            + "; restore the file, or move "
                            + file.getParent()
                            + " away to start with an empty database");
        }
        return Objects.requireNonNull(value);
    }
}
