package org.athanor.tokenizer.corpus;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code group:artifact:version}, perhaps with a classifier, which is {@code sources} when absent. A
 * version is a fixed one: ranges and snapshots are no corpus that can be read again.
 */
record MavenCoordinates(String group, String artifact, String version, String classifier) {

    private static final String PART = "([A-Za-z0-9_][A-Za-z0-9_.-]{0,199})";
    private static final Pattern FORM =
            Pattern.compile("%s:%s:%s(?::%s)?".formatted(PART, PART, PART, PART));

    static Optional<MavenCoordinates> of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String version = parts.group(3);
        boolean moves =
                version.endsWith("-SNAPSHOT")
                        || version.equals("LATEST")
                        || version.equals("RELEASE");
        String classifier = parts.group(4) == null ? "sources" : parts.group(4);
        return moves
                ? Optional.empty()
                : Optional.of(
                        new MavenCoordinates(parts.group(1), parts.group(2), version, classifier));
    }

    /** Whether the group is {@code allowed}, or below it where that ends with {@code .*}. */
    boolean isIn(String allowed) {
        String parent = allowed.endsWith(".*") ? allowed.substring(0, allowed.length() - 2) : null;
        return allowed.equals("*")
                || group.equals(allowed)
                || parent != null && (group.equals(parent) || group.startsWith(parent + "."));
    }

    /** The file in a repository of Maven's layout. */
    Path in(Path repository) {
        return repository
                .resolve(group.replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve("%s-%s-%s.jar".formatted(artifact, version, classifier));
    }

    @Override
    public String toString() {
        return "maven:%s:%s:%s:%s".formatted(group, artifact, version, classifier);
    }
}
