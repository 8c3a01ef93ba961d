package org.athanor.transformer.dataset;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One split of a dataset, memory-mapped and read-only, in however many shards it lies. Safe for many
 * threads until it is closed.
 */
public final class TokenShard implements AutoCloseable {

    private final Arena arena;
    private final List<Shard> shards;

    /** Of each shard, and of the end: [shards + 1]. */
    private final long[] firstTokens;

    private final long[] firstDocuments;

    private TokenShard(Arena arena, Path folder, String split) throws IOException {
        this.arena = arena;
        this.shards = shards(folder, split, arena);
        this.firstTokens = new long[shards.size() + 1];
        this.firstDocuments = new long[shards.size() + 1];
        for (int i = 0; i < shards.size(); i++) {
            firstTokens[i + 1] = firstTokens[i] + shards.get(i).tokens();
            firstDocuments[i + 1] = firstDocuments[i] + shards.get(i).documents();
        }
    }

    /**
     * @param folder of the dataset
     * @param split {@code train} or {@code validation}
     * @throws IOException when a file is missing or damaged, naming it
     */
    public static TokenShard open(Path folder, String split) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new TokenShard(arena, folder, split);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static List<Shard> shards(Path folder, String split, Arena arena) throws IOException {
        boolean several = Files.exists(ShardFile.TOKENS.in(folder, ShardFile.name(split, 0)));
        if (!several) {
            return List.of(new Shard(folder, split, arena));
        }
        List<Shard> shards = new ArrayList<>();
        long count = 1;
        for (int number = 0; number < count; number++) {
            String name = ShardFile.name(split, number);
            Shard shard = new Shard(folder, name, arena);
            if (number == 0) {
                count = shard.siblings();
            }
            requireAlike(shard, shards.isEmpty() ? shard : shards.getFirst(), folder, name);
            shards.add(shard);
        }
        return List.copyOf(shards);
    }

    private static void requireAlike(Shard shard, Shard first, Path folder, String name)
            throws IOException {
        if (shard.siblings() != first.siblings()
                || shard.vocabularySize() != first.vocabularySize()
                || shard.masked() != first.masked()
                || shard.indexed() != first.indexed()) {
            throw ShardFile.damaged(
                    ShardFile.DOCUMENTS.in(folder, name), "is of another split than the first");
        }
    }

    /** Tokens of all documents together. */
    public long tokens() {
        return firstTokens[shards.size()];
    }

    public long documents() {
        return firstDocuments[shards.size()];
    }

    /** Every id is below it. */
    public int vocabularySize() {
        return shards.getFirst().vocabularySize();
    }

    /** Whether documents come with a loss mask. */
    public boolean masked() {
        return shards.getFirst().masked();
    }

    /** Whether documents come with their origin. */
    public boolean indexed() {
        return shards.getFirst().indexed();
    }

    /** Where a document starts, in tokens. */
    public long documentStart(long document) {
        int shard = shardOf(document);
        return firstTokens[shard] + shards.get(shard).start(document - firstDocuments[shard]);
    }

    /** Tokens of one document. */
    public int documentLength(long document) {
        int at = shardOf(document);
        Shard shard = shards.get(at);
        long local = document - firstDocuments[at];
        return Math.toIntExact(shard.start(local + 1) - shard.start(local));
    }

    /** The ids of one document: [time]. */
    public int[] document(long document) {
        return slice(documentStart(document), documentLength(document));
    }

    /** The document that the token at a position belongs to. */
    public long documentAt(long position) {
        if (position < 0 || position >= tokens()) {
            throw new IndexOutOfBoundsException("token " + position + " of " + tokens());
        }
        int shard = shard(firstTokens, position);
        return firstDocuments[shard] + shards.get(shard).documentAt(position - firstTokens[shard]);
    }

    /**
     * Where a document came from.
     *
     * @throws IllegalStateException when the split has no index
     * @throws IOException when the index is damaged
     */
    public DocumentOrigin origin(long document) throws IOException {
        if (!indexed()) {
            throw new IllegalStateException("this split has no index");
        }
        int shard = shardOf(document);
        return shards.get(shard).origin(document - firstDocuments[shard]);
    }

    /**
     * Which tokens of the document count in the loss: [time].
     *
     * @throws IllegalStateException when the split has no mask
     */
    public boolean[] lossMask(long document) {
        if (!masked()) {
            throw new IllegalStateException("this split has no loss mask");
        }
        int at = shardOf(document);
        boolean[] counts = new boolean[documentLength(document)];
        shards.get(at).copyMask(shards.get(at).start(document - firstDocuments[at]), counts);
        return counts;
    }

    /** Ids at a position, across documents: [length]. */
    public int[] slice(long start, int length) {
        if (start < 0 || length < 0 || start > tokens() - length) {
            throw new IndexOutOfBoundsException(
                    "tokens " + start + " to " + (start + length) + " of " + tokens());
        }
        int[] ids = new int[length];
        int shard = length == 0 ? 0 : shard(firstTokens, start);
        for (int done = 0; done < length; shard++) {
            long local = start + done - firstTokens[shard];
            int here = (int) Math.min(length - done, shards.get(shard).tokens() - local);
            shards.get(shard).copyIds(local, ids, done, here);
            done += here;
        }
        return ids;
    }

    /** Documents {@code from} to {@code to - 1} of one shard, as it counts them. */
    record Stretch(Shard shard, long from, long to) {}

    /** Documents {@code from} to {@code to - 1}, shard by shard. */
    List<Stretch> stretches(long from, long to) {
        List<Stretch> stretches = new ArrayList<>();
        for (int shard = 0; shard < shards.size(); shard++) {
            long first = Math.max(from, firstDocuments[shard]) - firstDocuments[shard];
            long last = Math.min(to, firstDocuments[shard + 1]) - firstDocuments[shard];
            if (first < last) {
                stretches.add(new Stretch(shards.get(shard), first, last));
            }
        }
        return stretches;
    }

    private int shardOf(long document) {
        if (document < 0 || document >= documents()) {
            throw new IndexOutOfBoundsException("document " + document + " of " + documents());
        }
        return shard(firstDocuments, document);
    }

    /** The last shard that begins at or before the item: those without items are passed over. */
    private int shard(long[] firsts, long item) {
        if (shards.size() == 1) {
            return 0;
        }
        int found = Arrays.binarySearch(firsts, item);
        int shard = found >= 0 ? found : -found - 2;
        while (firsts[shard + 1] <= item) {
            shard++;
        }
        return shard;
    }

    @Override
    public void close() {
        arena.close();
    }
}
