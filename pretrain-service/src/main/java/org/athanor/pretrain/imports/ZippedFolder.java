package org.athanor.pretrain.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.safetensors.SafetensorsFolder;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * Unpacks the files of a model out of a zip stream: those that are known by name, at the top of the
 * archive, each once and all within a bound. Everything else is passed over.
 */
final class ZippedFolder {

    private static final Set<String> KNOWN =
            Stream.concat(
                            Tokenizer.FILES.stream(),
                            Stream.of(
                                    "config.json",
                                    "generation_config.json",
                                    SafetensorsFolder.INDEX))
                    .collect(Collectors.toUnmodifiableSet());

    /** No separator: such a file lies in the draft's folder whatever its name says. */
    private static final Pattern WEIGHTS =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.safetensors");

    private static final int MOST_ENTRIES = 10_000;

    private final long maximumBytes;
    private final byte[] buffer = new byte[1 << 16];
    private final List<String> unpacked = new ArrayList<>();
    private long bytes;

    ZippedFolder(long maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    /**
     * Unpacks.
     *
     * @return the names of the files
     * @throws AthanorException INVALID_REQUEST for what is no zip file or was cut off, TOO_LARGE beyond
     *     the bound
     */
    List<String> unpack(InputStream content, ArtifactDraft draft) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(content)) {
            int entries = 0;
            for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
                if (++entries > MOST_ENTRIES) {
                    throw invalid("the zip file has more than " + MOST_ENTRIES + " entries", null);
                }
                String name = entry.getName();
                if (KNOWN.contains(name) || WEIGHTS.matcher(name).matches()) {
                    keep(zip, name, draft);
                } else {
                    passOver(zip);
                }
            }
        }
        if (unpacked.isEmpty()) {
            throw invalid(
                    "the zip file holds no model: config.json and the other files must lie at its top",
                    null);
        }
        return unpacked;
    }

    private void keep(ZipInputStream zip, String name, ArtifactDraft draft) throws IOException {
        try (OutputStream out = create(draft, name)) {
            for (int read = read(zip); read >= 0; read = read(zip)) {
                out.write(buffer, 0, read);
            }
        }
        unpacked.add(name);
    }

    /** What nobody wants counts too: little can unpack to very much. */
    private void passOver(ZipInputStream zip) {
        while (read(zip) >= 0) {
            // Nothing is kept.
        }
    }

    private static OutputStream create(ArtifactDraft draft, String name) throws IOException {
        try {
            return Files.newOutputStream(draft.file(name), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw invalid("the zip file holds " + name + " twice", e);
        }
    }

    /** Reads on in the entry, and counts what comes out of it. */
    private int read(ZipInputStream zip) {
        try {
            int read = zip.read(buffer);
            bytes += Math.max(0, read);
            if (bytes > maximumBytes) {
                throw new AthanorException(
                        ErrorCode.TOO_LARGE,
                        "the model is larger than the %d bytes of athanor.imports.max-bytes"
                                .formatted(maximumBytes));
            }
            return read;
        } catch (IOException e) {
            throw invalid("the zip file is damaged or was cut off: " + e.getMessage(), e);
        }
    }

    private static ZipEntry next(ZipInputStream zip) {
        try {
            return zip.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw invalid("the zip file is damaged or was cut off: " + e.getMessage(), e);
        }
    }

    private static AthanorException invalid(String reason, Exception cause) {
        return new AthanorException(ErrorCode.INVALID_REQUEST, reason, cause);
    }
}
