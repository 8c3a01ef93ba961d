package org.athanor.transformer.training;

import java.util.ArrayList;
import java.util.List;

/** Which device works on what of a step. Depends on the step's shape alone. */
final class Shares {

    private Shares() {}

    /**
     * A list of micro-batches for each device, the first of which is never empty. Whole micro-batches go
     * round as long as there is one for every device, neighbours to the same one; each of those that remain
     * is cut by its rows, a piece for every device as far as the rows go.
     *
     * @param microBatches at least one
     */
    static List<List<TokenBatch>> of(List<TokenBatch> microBatches, int devices) {
        int whole = microBatches.size() / devices;
        List<TokenBatch> rest = microBatches.subList(whole * devices, microBatches.size());
        List<List<TokenBatch>> shares = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            int first = device * whole;
            List<TokenBatch> share = new ArrayList<>(microBatches.subList(first, first + whole));
            for (TokenBatch batch : rest) {
                int from = boundary(batch, device, devices);
                int to = boundary(batch, device + 1, devices);
                if (from < to) {
                    share.add(batch.rows(from, to));
                }
            }
            shares.add(share);
        }
        return shares;
    }

    /** Rounded up, so that a single row falls to the first device. */
    private static int boundary(TokenBatch batch, int device, int devices) {
        return Math.ceilDiv(Math.multiplyExact(batch.inputs().length, device), devices);
    }
}
