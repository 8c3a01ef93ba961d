package org.athanor.transformer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes one split of a dataset, document by document. The same documents in the same order give
 * the same bytes. Not safe for several threads.
 */
public final class TokenShardWriter implements Closeable {

    private static final int LARGEST_U16_VOCABULARY = 1 << 16;

    private final ElementWriter tokens;
    private final ElementWriter documents;
    private final ElementWriter mask;
    private final int vocabularySize;
    private long tokenCount;
    private long documentCount;

    private TokenShardWriter(Path folder, String split, int vocabularySize, boolean masked)
            throws IOException {
        this.vocabularySize = vocabularySize;
        int width = vocabularySize <= LARGEST_U16_VOCABULARY ? 2 : 4;
        tokens = writer(ShardFile.TOKENS, folder, split, width, vocabularySize);
        documents = writer(ShardFile.DOCUMENTS, folder, split, Long.BYTES, 0);
        mask = masked ? writer(ShardFile.MASK, folder, split, 1, 0) : null;
        documents.write(0);
    }

    /**
     * @param folder where the files go; they must not exist
     * @param split {@code train} or {@code validation}
     * @param vocabularySize ids must be below it; up to 65,536 a token takes two bytes, then four
     * @param masked whether documents come with a loss mask
     */
    public static TokenShardWriter create(
            Path folder, String split, int vocabularySize, boolean masked) throws IOException {
        if (vocabularySize <= 0) {
            throw new IllegalArgumentException(
                    "vocabularySize must be positive, was " + vocabularySize);
        }
        return new TokenShardWriter(folder, split, vocabularySize, masked);
    }

    private static ElementWriter writer(
            ShardFile kind, Path folder, String split, int width, long extra) throws IOException {
        return new ElementWriter(kind, kind.in(folder, split), width, extra);
    }

    /** Appends a document of a split without masks; its separator, if any, is the caller's. */
    public void append(int[] document) throws IOException {
        if (mask != null) {
            throw new IllegalStateException("this split is masked: give the document's mask");
        }
        appendTokens(document);
    }

    /**
     * Appends a document of a masked split.
     *
     * @param lossMask [time], true where a token counts in the loss
     */
    public void append(int[] document, boolean[] lossMask) throws IOException {
        if (mask == null) {
            throw new IllegalStateException("this split has no mask");
        }
        if (document.length != lossMask.length) {
            throw new IllegalArgumentException(
                    document.length + " tokens but a mask of " + lossMask.length);
        }
        appendTokens(document);
        for (boolean counts : lossMask) {
            mask.write(counts ? 1 : 0);
        }
    }

    public long tokens() {
        return tokenCount;
    }

    public long documents() {
        return documentCount;
    }

    private void appendTokens(int[] document) throws IOException {
        for (int id : document) {
            if (id < 0 || id >= vocabularySize) {
                throw new IllegalArgumentException(
                        "token id " + id + " is outside the vocabulary of " + vocabularySize);
            }
            tokens.write(id);
        }
        tokenCount += document.length;
        documentCount++;
        documents.write(tokenCount);
    }

    @Override
    public void close() throws IOException {
        try (tokens;
                documents;
                mask) {
            // Each file's own close writes its count.
        }
    }
}
