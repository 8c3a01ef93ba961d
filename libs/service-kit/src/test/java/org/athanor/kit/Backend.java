package org.athanor.kit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.function.Supplier;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.Outage;

/**
 * The real Kafka and PostgreSQL, started with the JVM's own class loader in context: the broker
 * looks classes up in it.
 */
public final class Backend implements QuarkusTestResourceLifecycleManager {

    private final KafkaAndPostgres backend = new KafkaAndPostgres();

    @Override
    public Map<String, String> start() {
        return inTheJvmsClassLoader(backend::start);
    }

    @Override
    public void stop() {
        backend.stop();
    }

    public static void whileTheBrokerIsAway(Runnable work) {
        Outage outage = inTheJvmsClassLoader(Outage::ofBroker);
        try {
            work.run();
        } finally {
            inTheJvmsClassLoader(
                    () -> {
                        outage.close();
                        return null;
                    });
        }
    }

    private static <T> T inTheJvmsClassLoader(Supplier<T> work) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return work.get();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
