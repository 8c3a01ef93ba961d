package org.athanor.reward.feedback;

import java.util.Arrays;
import java.util.Locale;

/** What an import does about a line that it cannot use. */
enum OnBadLine {
    /** Tells it and goes on with the next. */
    SKIP,
    /** Refuses the whole file before anything is written. */
    FAIL;

    static OnBadLine of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "onBadLine must be skip or fail, was '" + name + "'"));
    }
}
