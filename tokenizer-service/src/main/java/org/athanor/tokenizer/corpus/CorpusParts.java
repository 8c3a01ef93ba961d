package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.cleaning.Extended;

/**
 * The files of a corpus, read as if they were one: its own and, before it, those of the corpora that
 * it extends, each as it was.
 */
final class CorpusParts {

    /** Additions to one corpus; each costs a link in every corpus that follows. */
    private static final int MOST_PARTS = 10_000;

    private final Artifact corpus;
    private final List<Path> files;

    /** Of each file, and of the end: [files + 1]. */
    private final long[] starts;

    private CorpusParts(Artifact corpus, List<Path> files) throws IOException {
        this.corpus = corpus;
        this.files = files;
        this.starts = new long[files.size() + 1];
        for (int i = 0; i < files.size(); i++) {
            starts[i + 1] = starts[i] + Files.size(files.get(i));
        }
    }

    static CorpusParts of(Artifact corpus) throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(corpus.file(CorpusDocuments.FILE_NAME));
        while (corpus.has(name(files.size()))) {
            files.add(corpus.file(name(files.size())));
        }
        return new CorpusParts(corpus, List.copyOf(files));
    }

    static String name(int part) {
        return part == 0 ? CorpusDocuments.FILE_NAME : "documents-%05d.jsonl".formatted(part);
    }

    /** What the documents of a part are compared by; see {@link Extended}. */
    static String fingerprints(int part) {
        return part == 0 ? "fingerprints" : "fingerprints-%05d".formatted(part);
    }

    /**
     * Puts all files into the draft of a corpus that extends this one: linked where the file system
     * can, since neither corpus is ever written again.
     *
     * @return the file for the documents that are added
     */
    Path extendInto(ArtifactDraft draft) throws IOException {
        if (files.size() >= MOST_PARTS) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the corpus has been extended %d times, which is the most: make a new one of all sources"
                            .formatted(files.size() - 1));
        }
        for (int part = 0; part < files.size(); part++) {
            link(files.get(part), draft.file(name(part)));
        }
        return draft.file(name(files.size()));
    }

    /** For what is added in a draft: these documents to compare with, and their fingerprints. */
    Extended extended(ArtifactDraft draft) {
        List<Extended.Part> parts = new ArrayList<>();
        for (int part = 0; part < files.size(); part++) {
            String name = fingerprints(part);
            parts.add(
                    new Extended.Part(
                            files.get(part),
                            corpus.has(name) ? corpus.file(name) : null,
                            draft.file(name)));
        }
        return new Extended(parts, draft.file(fingerprints(files.size())));
    }

    /** Puts those fingerprints into the draft that were not made anew. */
    void linkFingerprints(ArtifactDraft draft) throws IOException {
        for (int part = 0; part < files.size(); part++) {
            String name = fingerprints(part);
            if (corpus.has(name) && !Files.exists(draft.file(name))) {
                link(corpus.file(name), draft.file(name));
            }
        }
    }

    /** Of all files together. */
    long bytes() {
        return starts[files.size()];
    }

    /** All files in ranges of about {@code bytes}, none across two files. */
    List<CorpusDocuments.Range> ranges(long bytes) throws IOException {
        List<CorpusDocuments.Range> ranges = new ArrayList<>();
        for (int part = 0; part < files.size(); part++) {
            try (FileChannel channel = FileChannel.open(files.get(part))) {
                long size = channel.size();
                for (long start = 0; start < size; ) {
                    long end = start + bytes < size ? lineStart(channel, start + bytes) : size;
                    ranges.add(new CorpusDocuments.Range(starts[part] + start, end - start));
                    start = end;
                }
            }
        }
        return ranges;
    }

    /** The bytes of a range, as a stream that the caller closes. */
    InputStream open(CorpusDocuments.Range range) throws IOException {
        int part = 0;
        while (part < files.size() - 1 && starts[part + 1] <= range.offset()) {
            part++;
        }
        if (range.offset() + range.length() > starts[part + 1]) {
            throw new IllegalArgumentException(range + " is no range of this corpus");
        }
        return new RangeInput(files.get(part), range.offset() - starts[part], range.length());
    }

    private static void link(Path file, Path copy) throws IOException {
        try {
            Files.createLink(copy, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, copy);
        }
    }

    /** The first line that starts at {@code from} or after it; the file's end when none does. */
    private static long lineStart(FileChannel channel, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 13);
        for (long at = from - 1; channel.read(buffer.clear(), at) > 0; at += buffer.limit()) {
            buffer.flip();
            for (int i = 0; i < buffer.limit(); i++) {
                if (buffer.get(i) == '\n') {
                    return at + i + 1;
                }
            }
        }
        return channel.size();
    }
}
