package org.athanor.transformer.dataset;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One split of a dataset, memory-mapped and read-only. Safe for many threads until it is closed.
 */
public final class TokenShard implements AutoCloseable {

    private final Arena arena;
    private final ShardFile.Mapped tokens;
    private final ShardFile.Mapped documents;
    private final MemorySegment mask;

    private TokenShard(Arena arena, Path folder, String split) throws IOException {
        this.arena = arena;
        tokens = ShardFile.TOKENS.map(folder, split, arena);
        documents = ShardFile.DOCUMENTS.map(folder, split, arena);
        boolean masked = Files.exists(ShardFile.MASK.in(folder, split));
        mask = masked ? checkedMask(folder, split) : null;
        checkDocuments(folder, split);
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

    /** Tokens of all documents together. */
    public long tokens() {
        return tokens.count();
    }

    public long documents() {
        return documents.count() - 1;
    }

    /** Every id is below it. */
    public int vocabularySize() {
        return (int) tokens.extra();
    }

    /** Whether documents come with a loss mask. */
    public boolean masked() {
        return mask != null;
    }

    /** Where a document starts, in tokens. */
    public long documentStart(long document) {
        return offset(checkedDocument(document));
    }

    /** Tokens of one document. */
    public int documentLength(long document) {
        return Math.toIntExact(offset(checkedDocument(document) + 1) - offset(document));
    }

    /** The ids of one document: [time]. */
    public int[] document(long document) {
        return slice(documentStart(document), documentLength(document));
    }

    /**
     * Which tokens of the document count in the loss: [time].
     *
     * @throws IllegalStateException when the split has no mask
     */
    public boolean[] lossMask(long document) {
        if (mask == null) {
            throw new IllegalStateException("this split has no loss mask");
        }
        long start = documentStart(document);
        boolean[] counts = new boolean[documentLength(document)];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = mask.get(ValueLayout.JAVA_BYTE, start + i) != 0;
        }
        return counts;
    }

    /** Ids at a position, across documents: [length]. */
    public int[] slice(long start, int length) {
        if (start < 0 || length < 0 || start > tokens.count() - length) {
            throw new IndexOutOfBoundsException(
                    "tokens " + start + " to " + (start + length) + " of " + tokens.count());
        }
        int[] ids = new int[length];
        MemorySegment elements = tokens.elements();
        if (tokens.elementBytes() == 2) {
            for (int i = 0; i < length; i++) {
                ids[i] = elements.get(ShardFile.U16, 2 * (start + i)) & 0xFFFF;
            }
        } else {
            for (int i = 0; i < length; i++) {
                ids[i] = elements.get(ShardFile.U32, 4 * (start + i));
            }
        }
        return ids;
    }

    private long offset(long document) {
        return documents.elements().get(ShardFile.U64, Long.BYTES * document);
    }

    private long checkedDocument(long document) {
        if (document < 0 || document >= documents()) {
            throw new IndexOutOfBoundsException("document " + document + " of " + documents());
        }
        return document;
    }

    private MemorySegment checkedMask(Path folder, String split) throws IOException {
        ShardFile.Mapped mapped = ShardFile.MASK.map(folder, split, arena);
        if (mapped.elementBytes() != 1 || mapped.count() != tokens.count()) {
            throw ShardFile.damaged(
                    ShardFile.MASK.in(folder, split),
                    "masks " + mapped.count() + " tokens of " + tokens.count());
        }
        return mapped.elements();
    }

    private void checkDocuments(Path folder, String split) throws IOException {
        Path file = ShardFile.DOCUMENTS.in(folder, split);
        if (tokens.elementBytes() != 2 && tokens.elementBytes() != 4) {
            throw ShardFile.damaged(
                    ShardFile.TOKENS.in(folder, split), "has neither two- nor four-byte tokens");
        }
        if (documents.elementBytes() != Long.BYTES || documents.count() < 1) {
            throw ShardFile.damaged(file, "is not a list of offsets");
        }
        long previous = 0;
        for (long document = 0; document < documents.count(); document++) {
            long start = offset(document);
            if (start < previous || start > tokens.count() || (document == 0 && start != 0)) {
                throw ShardFile.damaged(file, "has offset " + start + " after " + previous);
            }
            previous = start;
        }
        if (previous != tokens.count()) {
            throw ShardFile.damaged(
                    file, "ends at " + previous + " of " + tokens.count() + " tokens");
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
