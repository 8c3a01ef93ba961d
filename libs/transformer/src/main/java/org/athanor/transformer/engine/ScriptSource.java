package org.athanor.transformer.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * TorchScript text, usually one class.
 *
 * @param name where it came from, for error messages
 * @param text the source
 */
public record ScriptSource(String name, String text) {

    /** Reads the resource {@code name} that lies beside {@code owner}. */
    public static ScriptSource resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no script " + name + " beside " + owner.getName() + " on the class path");
            }
            return new ScriptSource(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
