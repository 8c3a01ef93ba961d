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

/**
 * The files of a corpus, read as if they were one: its own and, before it, those of the corpora that
 * it extends, each as it was.
 */
final class CorpusParts {

    /** Additions to one corpus; each costs a link in every corpus that follows. */
    private static final int MOST_PARTS = 10_000;

    private final List<Path> files;

    /** Of each file, and of the end: [files + 1]. */
    private final long[] starts;

    private CorpusParts(List<Path> files) throws IOException {
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
        return new CorpusParts(List.copyOf(files));
    }

    static String name(int part) {
        return part == 0 ? CorpusDocuments.FILE_NAME : "documents-%05d.jsonl".formatted(part);
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
            Path copy = draft.file(name(part));
            try {
                Files.createLink(copy, files.get(part));
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(files.get(part), copy);
            }
        }
        return draft.file(name(files.size()));
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
