package org.athanor.tokenizer.cleaning;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Removal of documents that are much like an earlier one.
 *
 * @param threshold the Jaccard index of the documents' runs of words from which on they are alike;
 *     0.8 when absent
 * @param words in a run; 5 when absent
 * @param bands of the signature by which documents find each other; 16 when absent
 * @param rows hash functions a band; when absent the most with which a pair at the threshold is found
 *     with a probability of 0.99, which is 6 for the other values' defaults
 */
public record NearDuplicateParameters(
        @DecimalMin("0.3") @DecimalMax("1") Double threshold,
        @Min(1) @Max(50) Integer words,
        @Min(1) @Max(NearDuplicateParameters.MOST_BANDS) Integer bands,
        @Min(1) @Max(64) Integer rows) {

    static final int MOST_BANDS = 256;

    private static final double FOUND = 0.99;
    private static final int MOST_ROWS = 64;

    public NearDuplicateParameters {
        threshold = threshold == null ? 0.8 : threshold;
        words = words == null ? 5 : words;
        bands = bands == null ? 16 : bands;
        rows = rows == null ? rows(threshold, bands) : rows;
    }

    private static int rows(double threshold, int bands) {
        int rows = 1;
        while (rows < MOST_ROWS
                && 1 - Math.pow(1 - Math.pow(threshold, rows + 1), bands) >= FOUND) {
            rows++;
        }
        return rows;
    }
}
