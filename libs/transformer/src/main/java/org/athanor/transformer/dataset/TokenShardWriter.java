package org.athanor.transformer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes one split of a dataset, document by document. The same documents in the same order give
 * the same bytes, however they are handed over. Not safe for several threads.
 */
public final class TokenShardWriter implements Closeable {

    private final Path folder;
    private final String split;
    private final ShardLayout layout;
    private ShardWriter shard;
    private int shards = 1;
    private long tokenCount;
    private long documentCount;

    private TokenShardWriter(Path folder, String split, ShardLayout layout) throws IOException {
        this.folder = folder;
        this.split = split;
        this.layout = layout;
        this.shard = new ShardWriter(folder, split, layout);
    }

    /**
     * @param folder where the files go; they must not exist
     * @param split {@code train} or {@code validation}
     */
    public static TokenShardWriter create(Path folder, String split, ShardLayout layout)
            throws IOException {
        return new TokenShardWriter(folder, split, layout);
    }

    /** As {@link #create(Path, String, ShardLayout)} with {@link ShardLayout#plain}. */
    public static TokenShardWriter create(
            Path folder, String split, int vocabularySize, boolean masked) throws IOException {
        return create(folder, split, ShardLayout.plain(vocabularySize, masked));
    }

    /** Appends a document of a split without masks; its separator, if any, is the caller's. */
    public void append(int[] document) throws IOException {
        append(document, document.length, null, null);
    }

    /**
     * Appends a document of a masked split.
     *
     * @param lossMask [time], true where a token counts in the loss
     */
    public void append(int[] document, boolean[] lossMask) throws IOException {
        append(document, document.length, lossMask, null);
    }

    /**
     * Appends a document.
     *
     * @param ids its first {@code length} are the document's
     * @param lossMask [length], true where a token counts in the loss; null in a split without masks
     * @param origin where it came from; null in a split without origins
     */
    public void append(int[] ids, int length, boolean[] lossMask, DocumentOrigin origin)
            throws IOException {
        checkParts(length, lossMask, origin);
        for (int i = 0; i < length; i++) {
            if (ids[i] < 0 || ids[i] >= layout.vocabularySize()) {
                throw new IllegalArgumentException(
                        "token id %d is outside the vocabulary of %d"
                                .formatted(ids[i], layout.vocabularySize()));
            }
        }
        if (length > shard.room() && !shard.isEmpty()) {
            nextShard();
        }
        shard.append(ids, length, lossMask, origin);
        tokenCount += length;
        documentCount++;
    }

    /** Appends documents {@code from} to {@code to - 1} of a split of the same vocabulary and parts. */
    public void append(TokenShard other, long from, long to) throws IOException {
        if (other.vocabularySize() != layout.vocabularySize()
                || other.masked() != layout.masked()
                || (layout.indexed() && !other.indexed())) {
            throw new IllegalArgumentException(
                    "a split of vocabulary %d, masked %b, indexed %b does not continue one of %s"
                            .formatted(
                                    other.vocabularySize(),
                                    other.masked(),
                                    other.indexed(),
                                    layout));
        }
        if (from < 0 || from > to || to > other.documents()) {
            throw new IndexOutOfBoundsException(
                    "documents " + from + " to " + to + " of " + other.documents());
        }
        for (TokenShard.Stretch stretch : other.stretches(from, to)) {
            append(stretch.shard(), stretch.from(), stretch.to());
        }
    }

    private void append(Shard source, long from, long to) throws IOException {
        for (long next = from; next < to; ) {
            long end = source.endWithin(next, to, shard.room());
            if (end == next && !shard.isEmpty()) {
                nextShard();
                continue;
            }
            end = Math.max(end, next + 1);
            shard.append(source, next, end);
            tokenCount += source.start(end) - source.start(next);
            documentCount += end - next;
            next = end;
        }
    }

    private void checkParts(int length, boolean[] lossMask, DocumentOrigin origin) {
        if (layout.masked() && lossMask == null) {
            throw new IllegalStateException("this split is masked: give the document's mask");
        }
        if (!layout.masked() && lossMask != null) {
            throw new IllegalStateException("this split has no mask");
        }
        if (lossMask != null && length != lossMask.length) {
            throw new IllegalArgumentException(length + " tokens but a mask of " + lossMask.length);
        }
        if (layout.indexed() != (origin != null)) {
            throw new IllegalStateException(
                    layout.indexed()
                            ? "this split is indexed: give the document's origin"
                            : "this split has no index");
        }
    }

    /**
     * Waits until most of what was written is on the disk: whoever publishes it afterwards waits the
     * less.
     */
    public void force() throws IOException {
        shard.force();
    }

    public long tokens() {
        return tokenCount;
    }

    public long documents() {
        return documentCount;
    }

    private void nextShard() throws IOException {
        shard.close();
        if (shards == 1) {
            for (ShardFile kind : ShardFile.values()) {
                if (Files.exists(kind.in(folder, split))) {
                    Files.move(kind.in(folder, split), kind.in(folder, ShardFile.name(split, 0)));
                }
            }
        }
        shard = new ShardWriter(folder, ShardFile.name(split, shards), layout);
        shards++;
    }

    @Override
    public void close() throws IOException {
        shard.close();
        for (int number = 0; shards > 1 && number < shards; number++) {
            sayHowMany(ShardFile.DOCUMENTS.in(folder, ShardFile.name(split, number)));
        }
    }

    /** So that a shard that went missing is missed. */
    private void sayHowMany(Path documents) throws IOException {
        try (FileChannel channel = FileChannel.open(documents, StandardOpenOption.WRITE)) {
            ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            count.putLong(shards).flip();
            while (count.hasRemaining()) {
                channel.write(count, ShardFile.EXTRA_AT + count.position());
            }
        }
    }
}
