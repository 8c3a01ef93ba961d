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
    TSV,
    /** A document a record, in columns that the first record names (RFC 4180). */
    @JsonProperty("csv")
    CSV,
    /** A document a row of Apache Parquet. */
    @JsonProperty("parquet")
    PARQUET,
    /** A document a page of a web archive: WARC with responses, or WET with their text. */
    @JsonProperty("warc")
    WARC;

    /** Zero bytes tell a program, a picture or UTF-16; more than the beginning is not looked at. */
    private static final int BINARY_WITHIN_BYTES = 1 << 10;

    /**
     * The format that a file's name tells: {@code .jsonl} and {@code .ndjson}, {@code .tsv}, {@code
     * .csv}, {@code .parquet}, {@code .warc} and {@code .wet}, {@code .lines} (or {@code
     * .lines.txt}), else running text. A final {@code .gz} or {@code .zst} does not count.
     */
    static Format of(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
        String extension = lower.substring(lower.lastIndexOf('.') + 1);
        return switch (extension) {
            case "jsonl", "ndjson" -> JSONL;
            case "tsv" -> TSV;
            case "csv" -> CSV;
            case "parquet" -> PARQUET;
            case "warc", "wet" -> WARC;
            default -> lower.endsWith(".lines") || lower.contains(".lines.") ? LINES : TEXT;
        };
    }

    RawDocuments documents(SourceInput input, Source source, CorpusConfig config)
            throws IOException {
        long maximumBytes = config.maxDocumentBytes().asLongValue();
        DocumentParser parser = new DocumentParser(this, source.column());
        return switch (this) {
            case AUTO -> throw new IllegalStateException("resolve the format first");
            case TEXT ->
                    input.startsBinary(BINARY_WITHIN_BYTES)
                            ? new BinaryDocuments(input)
                            : new PassageDocuments(input, parser, source.passageBytes());
            case LINES, JSONL, TSV -> new LineDocuments(input, parser, maximumBytes);
            case CSV -> new CsvDocuments(input, source.column(), maximumBytes);
            case PARQUET -> new ParquetDocuments(input, source.column(), maximumBytes);
            case WARC -> new WarcDocuments(input, maximumBytes);
        };
    }
}
