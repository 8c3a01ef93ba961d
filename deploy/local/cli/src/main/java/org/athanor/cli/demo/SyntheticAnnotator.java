package org.athanor.cli.demo;

import java.util.Random;

/**
 * Compares two answers by {@link PlainWordsRule} and errs now and then, as people do. It is a
 * program: what it says is stored under its own name and never counted as human.
 */
final class SyntheticAnnotator {

    /** The annotator's name in the feedback. */
    static final String NAME = "demo-rule";

    /** The share of judgements that say the opposite of the rule. */
    static final double NOISE = 0.1;

    private final Random random;

    SyntheticAnnotator(long seed) {
        this.random = new Random(seed);
    }

    /** FIRST, SECOND or TIE. */
    String choose(String first, String second) {
        double difference = PlainWordsRule.score(first) - PlainWordsRule.score(second);
        boolean errs = random.nextDouble() < NOISE;
        if (difference == 0) {
            return "TIE";
        }
        return difference > 0 != errs ? "FIRST" : "SECOND";
    }
}
