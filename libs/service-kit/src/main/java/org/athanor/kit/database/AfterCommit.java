package org.athanor.kit.database;

import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Wakes somebody when what the current transaction wrote can be read. */
@Singleton
public class AfterCommit {

    private final TransactionSynchronizationRegistry transaction;

    AfterCommit(TransactionSynchronizationRegistry transaction) {
        this.transaction = transaction;
    }

    public boolean isTransactionActive() {
        return transaction.getTransactionStatus() == Status.STATUS_ACTIVE;
    }

    /** Runs {@code action}, which must be quick, once the current transaction is committed. */
    public void run(Runnable action) {
        transaction.registerInterposedSynchronization(
                new Synchronization() {
                    @Override
                    public void beforeCompletion() {}

                    @Override
                    public void afterCompletion(int status) {
                        if (status == Status.STATUS_COMMITTED) {
                            action.run();
                        }
                    }
                });
    }
}
