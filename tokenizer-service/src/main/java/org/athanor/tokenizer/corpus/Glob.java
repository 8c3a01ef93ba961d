package org.athanor.tokenizer.corpus;

/**
 * A pattern of paths: {@code ?} is one character and {@code *} any number of them within a name,
 * {@code **} any number of folders. Matched in time proportional to pattern and path, whatever the
 * pattern.
 */
final class Glob {

    private static final String WILDCARDS = "*?";
    private static final String FOLDERS = "**/";

    private final String pattern;

    /** @param pattern with {@code /} between names */
    Glob(String pattern) {
        this.pattern = pattern;
    }

    static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
    }

    /** The folder that everything it matches lies in: all before the first name with a wildcard. */
    String folder() {
        int wildcard = 0;
        while (WILDCARDS.indexOf(pattern.charAt(wildcard)) < 0) {
            wildcard++;
        }
        return pattern.substring(0, pattern.lastIndexOf('/', wildcard) + 1);
    }

    /** Whether the path, with {@code /} between names, is one of its. */
    boolean matches(String path) {
        // reached[i]: what is read of the pattern matches the first i characters of the path.
        boolean[] reached = new boolean[path.length() + 1];
        reached[0] = true;
        int at = 0;
        while (at < pattern.length()) {
            if (pattern.startsWith(FOLDERS, at)) {
                reached = overFolders(reached, path);
                at += FOLDERS.length();
            } else if (pattern.startsWith("**", at)) {
                reached = overAnything(reached, path, true);
                at += 2;
            } else if (pattern.charAt(at) == '*') {
                reached = overAnything(reached, path, false);
                at++;
            } else {
                reached = overOne(reached, path, pattern.charAt(at));
                at++;
            }
        }
        return reached[path.length()];
    }

    private static boolean[] overOne(boolean[] reached, String path, char wanted) {
        boolean[] next = new boolean[reached.length];
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            next[i + 1] = reached[i] && (wanted == '?' ? c != '/' : c == wanted);
        }
        return next;
    }

    private static boolean[] overAnything(boolean[] reached, String path, boolean folders) {
        boolean[] next = reached.clone();
        for (int i = 0; i < path.length(); i++) {
            next[i + 1] |= next[i] && (folders || path.charAt(i) != '/');
        }
        return next;
    }

    /** None, or up to any slash after a place that is reached. */
    private static boolean[] overFolders(boolean[] reached, String path) {
        boolean[] next = reached.clone();
        boolean begun = false;
        for (int i = 0; i < path.length(); i++) {
            begun |= reached[i];
            next[i + 1] |= begun && path.charAt(i) == '/';
        }
        return next;
    }
}
