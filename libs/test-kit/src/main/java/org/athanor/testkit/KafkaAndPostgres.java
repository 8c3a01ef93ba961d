package org.athanor.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * The real Kafka and PostgreSQL as a Quarkus test resource:
 *
 * <pre>{@code
 * @QuarkusTest
 * @QuarkusTestResource(KafkaAndPostgres.class)
 * class RunStoreIT { … }
 * }</pre>
 *
 * Both start once for each test JVM and serve every test class and profile in it, so tests make up ids of their own
 * instead of counting on an empty table or topic.
 */
public final class KafkaAndPostgres implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Backend.configuration();
    }

    /** Nothing: the backend goes down with the JVM. */
    @Override
    public void stop() {}
}
