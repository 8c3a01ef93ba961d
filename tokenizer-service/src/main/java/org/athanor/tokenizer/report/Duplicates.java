package org.athanor.tokenizer.report;

import java.io.IOException;
import org.athanor.transformer.dataset.ContentHash;

/**
 * Counts equal documents by their hashes in bounded memory: in as many passes over the hashes as it
 * takes, each for a part of their range.
 */
final class Duplicates {

    private final int mostInMemory;

    /** @param mostInMemory hashes that a pass remembers, about; 32 to 64 bytes each */
    Duplicates(int mostInMemory) {
        this.mostInMemory = mostInMemory;
    }

    /** Reads the hash of a document. */
    interface Hashes {
        ContentHash of(long document) throws IOException;
    }

    /** Documents that are like an earlier one. */
    long count(long documents, Hashes hashes, Runnable ensureActive) throws IOException {
        long passes = (documents + mostInMemory - 1) / mostInMemory;
        long duplicates = 0;
        for (long pass = 0; pass < passes; pass++) {
            ensureActive.run();
            duplicates += countPart(documents, hashes, pass, passes);
        }
        return duplicates;
    }

    /** Hashes are as good as random: a part holds its share of them, give or take a little. */
    private static long countPart(long documents, Hashes hashes, long pass, long passes)
            throws IOException {
        HashSet128 seen = new HashSet128();
        long duplicates = 0;
        for (long document = 0; document < documents; document++) {
            ContentHash hash = hashes.of(document);
            if (Long.remainderUnsigned(hash.low(), passes) == pass
                    && !seen.add(hash.high(), hash.low())) {
                duplicates++;
            }
        }
        return duplicates;
    }
}
