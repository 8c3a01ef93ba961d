package org.athanor.transformer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the files of one shard. */
final class ShardWriter implements Closeable {

    private final ShardLayout layout;
    private final ElementWriter tokens;
    private final ElementWriter documents;
    private final ElementWriter mask;
    private final ElementWriter index;
    private final SourceTableWriter sources;
    private long tokenCount;
    private long documentCount;

    ShardWriter(Path folder, String shard, ShardLayout layout) throws IOException {
        this.layout = layout;
        tokens = writer(ShardFile.TOKENS, folder, shard, layout.tokenBytes());
        tokens.extra(layout.vocabularySize());
        documents = writer(ShardFile.DOCUMENTS, folder, shard, Long.BYTES);
        mask = layout.masked() ? writer(ShardFile.MASK, folder, shard, 1) : null;
        index = layout.indexed() ? writer(ShardFile.INDEX, folder, shard, IndexEntry.BYTES) : null;
        sources = layout.indexed() ? new SourceTableWriter(folder, shard) : null;
        documents.write(0);
    }

    private static ElementWriter writer(ShardFile kind, Path folder, String shard, int width)
            throws IOException {
        return new ElementWriter(kind, kind.in(folder, shard), width, 0);
    }

    /** How many tokens still fit. */
    long room() {
        return layout.shardBytes() / layout.tokenBytes() - tokenCount;
    }

    boolean isEmpty() {
        return documentCount == 0;
    }

    void append(int[] ids, int length, boolean[] lossMask, DocumentOrigin origin)
            throws IOException {
        tokens.write(ids, length);
        ended(length);
        if (mask != null) {
            mask.write(lossMask);
        }
        if (index != null) {
            long source = sources.add(origin.source());
            new IndexEntry(origin.hash(), origin.offset(), origin.document(), source).write(index);
        }
    }

    /** Documents {@code from} to {@code to - 1} of a shard of the same layout. */
    void append(Shard shard, long from, long to) throws IOException {
        tokens.write(shard.tokenBytes(from, to));
        if (mask != null) {
            mask.write(shard.maskBytes(from, to));
        }
        if (index != null) {
            appendIndex(shard, from, to);
        }
        for (long document = from; document < to; document++) {
            ended(shard.start(document + 1) - shard.start(document));
        }
    }

    private void appendIndex(Shard shard, long from, long to) throws IOException {
        for (long document = from; document < to; document++) {
            IndexEntry entry = shard.entry(document);
            entry.withSourceAt(sources.add(shard.source(entry.sourceAt()))).write(index);
        }
    }

    /** Waits until the tokens, which are most of the bytes, are on the disk. */
    void force() throws IOException {
        tokens.force();
    }

    private void ended(long length) throws IOException {
        tokenCount += length;
        documentCount++;
        documents.write(tokenCount);
    }

    @Override
    public void close() throws IOException {
        try (tokens;
                documents;
                mask;
                index;
                sources) {
            // Each file's own close writes its count.
        }
    }
}
