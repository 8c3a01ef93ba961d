package org.athanor.tokenizer.report;

import java.util.List;

/**
 * What a dataset holds.
 *
 * @param dataset its artifact id
 * @param form of its documents
 * @param duplicates documents whose text another document of the same split has too, the first one
 *     of each text not counted
 * @param splits train and validation
 * @param sources by source, the largest first; the smallest together as "others"
 */
record DatasetReport(
        String dataset,
        String form,
        long documents,
        long tokens,
        long bytes,
        double bytesPerToken,
        long duplicates,
        List<Split> splits,
        List<Source> sources) {

    /** @param lengths documents by their number of tokens */
    record Split(
            String name,
            long documents,
            long tokens,
            long duplicates,
            int shortest,
            int median,
            int longest,
            List<LengthBucket> lengths) {}

    /** Documents of at least {@code from} and fewer than {@code to} tokens. */
    record LengthBucket(long from, long to, long documents) {}

    record Source(String name, long documents, long tokens) {}

    /** The same, of the dataset of this id. */
    DatasetReport of(String id) {
        return new DatasetReport(
                id, form, documents, tokens, bytes, bytesPerToken, duplicates, splits, sources);
    }
}
