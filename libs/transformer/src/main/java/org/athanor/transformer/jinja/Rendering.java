package org.athanor.transformer.jinja;

import java.time.Clock;

/** What belongs to one rendering: its clock, and how many steps it may still take. */
final class Rendering {

    static final ScopedValue<Rendering> CURRENT = ScopedValue.newInstance();

    /** A conversation of a thousand turns takes some 30,000; as many as these take a second or two. */
    private static final int MOST_STEPS = 200_000;

    private final Clock clock;
    private int steps;
    private JinjaException refusal;

    Rendering(Clock clock) {
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** One more piece of the template is about to be rendered. */
    void step() {
        if (++steps > MOST_STEPS) {
            throw refusal(
                    "the chat template takes more than %d steps: it would hardly end"
                            .formatted(MOST_STEPS));
        }
    }

    /** Remembers why it ends, since the library turns some exceptions into nothing. */
    static JinjaException refusal(String reason) {
        JinjaException refusal = new JinjaException(reason);
        if (CURRENT.isBound() && CURRENT.get().refusal == null) {
            CURRENT.get().refusal = refusal;
        }
        return refusal;
    }

    void requireNoRefusal() {
        if (refusal != null) {
            throw refusal;
        }
    }
}
