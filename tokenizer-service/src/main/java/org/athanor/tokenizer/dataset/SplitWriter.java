package org.athanor.tokenizer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.athanor.transformer.dataset.DocumentOrigin;
import org.athanor.transformer.dataset.ShardLayout;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenShardWriter;

/** One side of a dataset and its figures. */
final class SplitWriter implements Closeable {

    static final String TRAIN = "train";
    static final String VALIDATION = "validation";

    private final String split;
    private final boolean masked;
    private final TokenShardWriter shards;
    private long textBytes;
    private long counted;
    private int longest;

    SplitWriter(Path folder, String split, ShardLayout layout) throws IOException {
        this.split = split;
        this.masked = layout.masked();
        this.shards = TokenShardWriter.create(folder, split, layout);
    }

    void write(EncodedDocument document, DocumentOrigin origin) throws IOException {
        int length = document.ids().length;
        shards.append(document.ids(), length, document.lossMask(), origin);
        if (document.lossMask() != null) {
            for (boolean counts : document.lossMask()) {
                counted += counts ? 1 : 0;
            }
        }
        textBytes += document.textBytes();
        longest = Math.max(longest, length);
    }

    /**
     * Appends documents that were written before.
     *
     * @return where they lie here
     */
    PieceSide append(TokenShard from, PieceSide side) throws IOException {
        PieceSide here = side.startingAt(shards.documents());
        shards.append(from, side.first(), side.first() + side.documents());
        textBytes += side.textBytes();
        counted += side.counted();
        longest = Math.max(longest, side.longest());
        return here;
    }

    /** Waits for the disk, so that publishing need not. */
    void force() throws IOException {
        shards.force();
    }

    /** All that was written. */
    PieceSide side() {
        return new PieceSide(0, documents(), tokens(), textBytes, counted, longest);
    }

    long documents() {
        return shards.documents();
    }

    long tokens() {
        return shards.tokens();
    }

    long textBytes() {
        return textBytes;
    }

    /** Adds this side's figures under names such as {@code trainTokens}. */
    void describe(Map<String, Object> figures) {
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
        shards.close();
    }
}
