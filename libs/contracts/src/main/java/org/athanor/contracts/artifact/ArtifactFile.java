package org.athanor.contracts.artifact;

import java.util.regex.Pattern;
import org.athanor.contracts.Checks;

/**
 * One file of an artifact.
 *
 * @param path relative, with forward slashes
 * @param bytes its length
 * @param sha256 of its content, lower-case hexadecimal
 */
public record ArtifactFile(String path, long bytes, String sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ArtifactFile {
        Checks.notBlank(path, "path");
        if (path.startsWith("/") || path.contains("..") || path.contains("\\")) {
            throw new IllegalArgumentException(
                    "an artifact's file path stays inside it, was " + path);
        }
        Checks.notNegative(bytes, "bytes");
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "sha256 of " + path + " must be 64 hexadecimal digits");
        }
    }
}
