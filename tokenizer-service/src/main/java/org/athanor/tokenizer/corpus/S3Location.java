package org.athanor.tokenizer.corpus;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code s3://bucket/path}: an object, everything in the folder of that name, or a pattern.
 *
 * @param path without a slash at its start; empty for the whole bucket
 */
record S3Location(String bucket, String path) {

    private static final Pattern URI = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,62})(?:/(.*))?");
    private static final int MOST_PATH_CHARACTERS = 1024;

    static Optional<S3Location> of(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String path = parts.group(2) == null ? "" : parts.group(2);
        return path.length() > MOST_PATH_CHARACTERS
                ? Optional.empty()
                : Optional.of(new S3Location(parts.group(1), path));
    }

    /** Whether all of it lies in {@code bucket} or {@code bucket/folder}. */
    boolean isIn(String allowed) {
        return isBelow(bucket + "/" + fixedPart(), allowed);
    }

    /** What the keys that are meant begin with. */
    String fixedPart() {
        return Glob.isGlob(path) ? new Glob(path).folder() : path;
    }

    /** Whether an object is meant. A folder's name ends at a slash, and not in a longer name. */
    boolean covers(String key) {
        return Glob.isGlob(path) ? new Glob(path).matches(key) : isBelow(key, path);
    }

    private static boolean isBelow(String path, String folder) {
        return folder.isEmpty()
                || path.equals(folder)
                || path.startsWith(folder.endsWith("/") ? folder : folder + "/");
    }

    String nameOf(String key) {
        return SourceName.printable("s3://" + bucket + "/" + key);
    }
}
