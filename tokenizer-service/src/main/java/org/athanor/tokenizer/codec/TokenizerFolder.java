package org.athanor.tokenizer.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.athanor.kit.artifact.Artifact;

/** The files of a tokenizer inside an artifact, byte for byte. */
public final class TokenizerFolder {

    private static final List<String> FILES =
            List.of(
                    "tokenizer.json",
                    "tokenizer.model",
                    "tokenizer.bin",
                    "tokenizer_config.json",
                    "chat_template.jinja");

    private TokenizerFolder() {}

    /** Copies those that there are. */
    public static void copy(Artifact from, Path to) throws IOException {
        for (String file : FILES) {
            if (from.has(file)) {
                Files.copy(from.file(file), to.resolve(file));
            }
        }
    }
}
