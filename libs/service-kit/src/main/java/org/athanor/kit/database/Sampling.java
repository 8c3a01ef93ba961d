package org.athanor.kit.database;

import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Reads of the database that can be left out this time: for gauges and for tidying up. */
@Singleton
public class Sampling {

    private static final Logger LOG = Logger.getLogger(Sampling.class);

    private final DatabaseReady ready;

    Sampling(DatabaseReady ready) {
        this.ready = ready;
    }

    /** Does nothing while the schema does not stand or the database is away. */
    public void whenThere(Runnable reads) {
        if (!ready.isGiven()) {
            return;
        }
        try {
            reads.run();
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isCauseOf(e)) {
                throw e;
            }
            LOG.debugf("not now, the database is away: %s", e.getMessage());
        }
    }
}
