package org.athanor.transformer.dataset;

/** Rows for next-token training, all of one length, found by their number. */
public interface TrainingRows {

    long count();

    /** @param index below {@link #count} */
    TokenRow row(long index);

    /** Targets that count, of all rows together. */
    long tokens();
}
