package org.athanor.tokenizer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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
        if (document.lossMask() == null) {
            shard.append(document.tokens());
        } else {
            shard.append(document.tokens(), document.lossMask());
            for (boolean counts : document.lossMask()) {
                counted += counts ? 1 : 0;
            }
        }
        textBytes += document.textBytes();
        longest = Math.max(longest, document.tokens().length);
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
