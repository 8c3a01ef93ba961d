package org.athanor.cli.demo;

import java.util.Random;

/**
 * Compares two answers by {@link DirectSpeechRule} and errs as people do: seldom where the answers lie far
 * apart, often where they are close. It prefers the first with the probability σ((a − b) / {@value
 * #TEMPERATURE}), the model of Bradley and Terry (Biometrika 39, 1952) that a reward model assumes. It is
 * a program: what it says is stored under its own name and never counted as human.
 */
final class SyntheticAnnotator {

    /** The annotator's name in the feedback. */
    static final String NAME = "demo-rule";

    /** Points of the rule at which three judgements in four still follow it, divided by ln 3. */
    static final double TEMPERATURE = 0.25;

    private final Random random;

    SyntheticAnnotator(long seed) {
        this.random = new Random(seed);
    }

    /** FIRST, SECOND or TIE. */
    String choose(String first, String second) {
        double difference = DirectSpeechRule.score(first) - DirectSpeechRule.score(second);
        boolean prefersFirst = random.nextDouble() < 1 / (1 + Math.exp(-difference / TEMPERATURE));
        if (difference == 0) {
            return "TIE";
        }
        return prefersFirst ? "FIRST" : "SECOND";
    }
}
