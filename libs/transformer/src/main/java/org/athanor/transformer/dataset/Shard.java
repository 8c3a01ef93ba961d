package org.athanor.transformer.dataset;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One shard of a split, mapped and checked. Documents and tokens count from its own beginning. */
final class Shard {

    private final Path folder;
    private final String name;
    private final ShardFile.Mapped tokens;
    private final ShardFile.Mapped documents;
    private final MemorySegment mask;
    private final MemorySegment index;
    private final MemorySegment sources;

    /** Documents of one source follow each other. */
    private NamedSource lastSource;

    private record NamedSource(long at, String name) {}

    Shard(Path folder, String name, Arena arena) throws IOException {
        this.folder = folder;
        this.name = name;
        tokens = ShardFile.TOKENS.map(folder, name, arena);
        documents = ShardFile.DOCUMENTS.map(folder, name, arena);
        checkDocuments();
        mask = has(ShardFile.MASK) ? checkedMask(arena) : null;
        index = has(ShardFile.INDEX) ? checkedIndex(arena) : null;
        sources = index == null ? null : ShardFile.SOURCES.map(folder, name, arena).elements();
    }

    private boolean has(ShardFile kind) {
        return Files.exists(kind.in(folder, name));
    }

    long tokens() {
        return tokens.count();
    }

    long documents() {
        return documents.count() - 1;
    }

    int vocabularySize() {
        return (int) tokens.extra();
    }

    boolean masked() {
        return mask != null;
    }

    boolean indexed() {
        return index != null;
    }

    /** Of how many shards of the split it says that it is one. */
    long siblings() {
        return Math.max(1, documents.extra());
    }

    /** The first token of a document; of the number of documents: the end. */
    long start(long document) {
        return documents.elements().get(ShardFile.U64, Long.BYTES * document);
    }

    /** The document that the token belongs to. */
    long documentAt(long token) {
        long first = 0;
        long last = documents() - 1;
        while (first < last) {
            long middle = (first + last + 1) >>> 1;
            if (start(middle) <= token) {
                first = middle;
            } else {
                last = middle - 1;
            }
        }
        return first;
    }

    /** The end of the longest stretch of documents from {@code from} that has at most {@code room} tokens. */
    long endWithin(long from, long to, long room) {
        long shortest = from;
        long longest = to;
        while (shortest < longest) {
            long middle = (shortest + longest + 1) >>> 1;
            if (start(middle) - start(from) <= room) {
                shortest = middle;
            } else {
                longest = middle - 1;
            }
        }
        return shortest;
    }

    void copyIds(long start, int[] target, int at, int length) {
        MemorySegment elements = tokens.elements();
        if (tokens.elementBytes() == 2) {
            for (int i = 0; i < length; i++) {
                target[at + i] = elements.get(ShardFile.U16, 2 * (start + i)) & 0xFFFF;
            }
        } else {
            MemorySegment.copy(elements, ShardFile.U32, 4 * start, target, at, length);
        }
    }

    void copyMask(long start, boolean[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = mask.get(ValueLayout.JAVA_BYTE, start + i) != 0;
        }
    }

    MemorySegment tokenBytes(long from, long to) {
        int width = tokens.elementBytes();
        return tokens.elements().asSlice(width * start(from), width * (start(to) - start(from)));
    }

    MemorySegment maskBytes(long from, long to) {
        return mask.asSlice(start(from), start(to) - start(from));
    }

    IndexEntry entry(long document) {
        return IndexEntry.read(index, document);
    }

    DocumentOrigin origin(long document) throws IOException {
        IndexEntry entry = entry(document);
        return new DocumentOrigin(
                entry.document(), source(entry.sourceAt()), entry.offset(), entry.hash());
    }

    /** The name at a place in the table of sources. */
    String source(long at) throws IOException {
        NamedSource last = lastSource; // any thread's: each is complete by itself
        if (last == null || last.at() != at) {
            last = new NamedSource(at, readSource(at));
            lastSource = last;
        }
        return last.name();
    }

    private String readSource(long at) throws IOException {
        long room = sources.byteSize() - at - Integer.BYTES;
        int length = room < 0 ? -1 : sources.get(ShardFile.U32, at);
        if (length < 0 || length > room || length > SourceTableWriter.LONGEST_NAME_BYTES) {
            throw ShardFile.damaged(
                    ShardFile.SOURCES.in(folder, name), "has no name at its byte " + at);
        }
        byte[] utf8 = sources.asSlice(at + Integer.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private MemorySegment checkedMask(Arena arena) throws IOException {
        ShardFile.Mapped mapped = ShardFile.MASK.map(folder, name, arena);
        if (mapped.elementBytes() != 1 || mapped.count() != tokens.count()) {
            throw damaged(
                    ShardFile.MASK, "masks " + mapped.count() + " tokens of " + tokens.count());
        }
        return mapped.elements();
    }

    private MemorySegment checkedIndex(Arena arena) throws IOException {
        ShardFile.Mapped mapped = ShardFile.INDEX.map(folder, name, arena);
        if (mapped.elementBytes() != IndexEntry.BYTES || mapped.count() != documents()) {
            throw damaged(
                    ShardFile.INDEX, "has " + mapped.count() + " of " + documents() + " documents");
        }
        return mapped.elements();
    }

    private void checkDocuments() throws IOException {
        if (tokens.elementBytes() != 2 && tokens.elementBytes() != 4) {
            throw damaged(ShardFile.TOKENS, "has neither two- nor four-byte tokens");
        }
        if (documents.elementBytes() != Long.BYTES || documents.count() < 1) {
            throw damaged(ShardFile.DOCUMENTS, "is not a list of offsets");
        }
        long previous = 0;
        for (long document = 0; document < documents.count(); document++) {
            long start = start(document);
            if (start < previous || start > tokens.count() || (document == 0 && start != 0)) {
                throw damaged(ShardFile.DOCUMENTS, "has offset " + start + " after " + previous);
            }
            previous = start;
        }
        if (previous != tokens.count()) {
            throw damaged(
                    ShardFile.DOCUMENTS,
                    "ends at " + previous + " of " + tokens.count() + " tokens");
        }
    }

    private IOException damaged(ShardFile kind, String reason) {
        return ShardFile.damaged(kind.in(folder, name), reason);
    }
}
