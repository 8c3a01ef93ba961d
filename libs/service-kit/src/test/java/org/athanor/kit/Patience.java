package org.athanor.kit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits as long as a machine that does many things at once may need. */
public final class Patience {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private Patience() {}

    public static ConditionFactory await() {
        return Awaitility.await().atMost(AT_MOST);
    }

    public static ConditionFactory await(String alias) {
        return Awaitility.await(alias).atMost(AT_MOST);
    }
}
