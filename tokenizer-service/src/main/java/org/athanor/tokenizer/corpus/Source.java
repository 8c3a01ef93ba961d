package org.athanor.tokenizer.corpus;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where text comes from: exactly one of path, upload and resource.
 *
 * @param path a file or folder below one of {@code athanor.corpus.roots}
 * @param upload an id that {@code POST /v1/uploads} gave
 * @param label what messages call an upload, for instance the name of its file; no part of the corpus
 * @param resource on the class path, one of {@code athanor.corpus.resources}
 * @param format how it is cut into documents; by its name when absent
 * @param column of TSV, counted from 0; the last one when absent
 * @param passageBytes the longest passage of running text, 4 KiB when absent: even a short story
 *     has some for validation then
 */
public record Source(
        String path,
        String upload,
        @Size(max = 200) String label,
        String resource,
        Format format,
        @Min(0) @Max(10_000) Integer column,
        @Min(64) @Max(1 << 24) Integer passageBytes) {

    private static final int DEFAULT_PASSAGE_BYTES = 4 << 10;

    public Source {
        format = format == null ? Format.AUTO : format;
        passageBytes = passageBytes == null ? DEFAULT_PASSAGE_BYTES : passageBytes;
    }

    boolean namesOnePlace() {
        return Stream.of(path, upload, resource).filter(Objects::nonNull).count() == 1;
    }
}
