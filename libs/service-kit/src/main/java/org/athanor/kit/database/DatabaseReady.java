package org.athanor.kit.database;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The signal that the schema stands: given once, after the migrations of a start. */
@Singleton
public class DatabaseReady {

    private final CountDownLatch migrated = new CountDownLatch(1);

    void given() {
        migrated.countDown();
    }

    /** Whether the schema stands; the database may be away again nevertheless. */
    public boolean isGiven() {
        return migrated.getCount() == 0;
    }

    /** Waits for it, at most so long. */
    public boolean await(Duration atMost) throws InterruptedException {
        return migrated.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
