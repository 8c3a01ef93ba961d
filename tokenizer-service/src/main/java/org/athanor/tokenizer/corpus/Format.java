package org.athanor.tokenizer.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.Locale;

/** How a source is cut into documents. */
public enum Format {
    /** By the source's name, see {@link #of}. */
    @JsonProperty("auto")
    AUTO,
    /** Running text, cut into passages. */
    @JsonProperty("text")
    TEXT,
    /** A document a line. */
    @JsonProperty("lines")
    LINES,
    /** A JSON object a line. */
    @JsonProperty("jsonl")
    JSONL,
    /** A document a line, in one of its columns. */
    @JsonProperty("tsv")
    TSV;

    /**
     * The format that a file's name tells: {@code .jsonl} and {@code .ndjson}, {@code .tsv}, {@code
     * .lines} (or {@code .lines.txt}), else running text. A final {@code .gz} does not count.
     */
    static Format of(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
            return JSONL;
        }
        if (lower.endsWith(".tsv")) {
            return TSV;
        }
        return lower.endsWith(".lines") || lower.contains(".lines.") ? LINES : TEXT;
    }

    RawDocuments documents(SourceInput input, int passageBytes, long maximumBytes)
            throws IOException {
        return switch (this) {
            case AUTO -> throw new IllegalStateException("resolve the format first");
            case TEXT -> new PassageDocuments(input, passageBytes);
            case LINES, JSONL, TSV -> new LineDocuments(input, maximumBytes);
        };
    }
}
