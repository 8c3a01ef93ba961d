package org.athanor.cli.demo;

import java.util.Arrays;
import java.util.Set;

/** Tells English documents from others by their share of the commonest English words. */
final class English {

    private static final Set<String> COMMON =
            Set.of(
                    "the", "of", "and", "to", "that", "we", "for", "this", "be", "it", "with", "as",
                    "are", "not", "have", "by", "which", "has", "will", "is");

    private static final double SHARE = 0.2;

    private English() {}

    static boolean is(String document) {
        String[] words = document.toLowerCase(java.util.Locale.ROOT).split("\\W+");
        long common = Arrays.stream(words).filter(COMMON::contains).count();
        return common > SHARE * words.length;
    }
}
