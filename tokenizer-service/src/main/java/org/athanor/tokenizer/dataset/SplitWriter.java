package org.athanor.tokenizer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.athanor.kit.artifact.Artifact;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenShardWriter;

/** One side of a dataset and its figures. */
final class SplitWriter implements Closeable {

    private final String split;
    private final TokenShardWriter shard;
    private long textBytes;
    private long counted;
    private int longest;

    SplitWriter(Path folder, String split, int vocabularySize, boolean masked) throws IOException {
        this.split = split;
        this.shard = TokenShardWriter.create(folder, split, vocabularySize, masked);
    }

    void write(EncodedDocument document) throws IOException {
        write(document.tokens(), document.lossMask());
        textBytes += document.textBytes();
    }

    private void write(int[] tokens, boolean[] lossMask) throws IOException {
        if (lossMask == null) {
            shard.append(tokens);
        } else {
            shard.append(tokens, lossMask);
            for (boolean counts : lossMask) {
                counted += counts ? 1 : 0;
            }
        }
        longest = Math.max(longest, tokens.length);
    }

    /** Appends this side of a piece that {@link SplitTokenizer} made. */
    void append(Artifact piece) throws IOException {
        try (TokenShard documents = TokenShard.open(piece.directory(), split)) {
            for (long i = 0; i < documents.documents(); i++) {
                write(documents.document(i), documents.masked() ? documents.lossMask(i) : null);
            }
        }
        textBytes += ((Number) piece.manifest().configuration().get(split + "Bytes")).longValue();
    }

    long documents() {
        return shard.documents();
    }

    long tokens() {
        return shard.tokens();
    }

    long textBytes() {
        return textBytes;
    }

    /** Adds this side's figures under names such as {@code trainTokens}. */
    void describe(Map<String, Object> figures, boolean masked) {
        figures.put(split + "Documents", documents());
        figures.put(split + "Tokens", tokens());
        figures.put(split + "Bytes", textBytes);
        figures.put(split + "LongestDocument", longest);
        if (masked) {
            figures.put(split + "CountedTokens", counted);
        }
    }

    @Override
    public void close() throws IOException {
        shard.close();
    }
}
