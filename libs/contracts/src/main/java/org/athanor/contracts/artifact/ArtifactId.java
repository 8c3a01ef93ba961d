package org.athanor.contracts.artifact;

import java.util.regex.Pattern;

/**
 * The sha256, in lower-case hexadecimal, of an artifact's canonical JSON: kind, parents,
 * configuration and files. The same work has the same id, whoever did it and whenever.
 */
public record ArtifactId(String value) implements Comparable<ArtifactId> {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ArtifactId {
        if (value == null || !SHA256.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an artifact id is 64 hexadecimal digits, was '" + value + "'");
        }
    }

    /** The first twelve digits, for people. */
    public String abbreviated() {
        return value.substring(0, 12);
    }

    @Override
    public int compareTo(ArtifactId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
