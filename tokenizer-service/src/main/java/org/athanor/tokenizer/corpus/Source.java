package org.athanor.tokenizer.corpus;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where text comes from: exactly one of path, upload, resource, s3, jdbc, kafka and maven. Each place
 * is read only as far as the service's configuration allows it.
 *
 * @param path a file, a folder or a pattern, for instance {@code books/*.txt}, below one of {@code
 *     athanor.corpus.roots}; {@code **} stands for any number of folders
 * @param upload an id that {@code POST /v1/uploads} gave
 * @param label what an upload is called, for instance the name of its file: messages and the corpus'
 *     documents name it, and it tells the format; {@code upload} and its sha256 when absent
 * @param resource on the class path, one of {@code athanor.corpus.resources}
 * @param s3 {@code s3://bucket/path}: an object, a folder or a pattern
 * @param jdbc a query to a database that the configuration names
 * @param kafka a range of a topic
 * @param maven {@code group:artifact:version}, perhaps with a classifier other than {@code sources}
 * @param format how it is cut into documents; by its name when absent
 * @param column that holds the text: of CSV and Parquet a name, or a number from 0; of TSV a
 *     number; of JSONL a field. When absent {@code text}, {@code prompt} and {@code completion}, or
 *     {@code messages}; of TSV the last one
 * @param passageBytes the longest passage of running text, 4 KiB when absent: even a short story
 *     has some for validation then
 */
public record Source(
        String path,
        String upload,
        @Size(max = 200) String label,
        String resource,
        @Size(max = 2000) String s3,
        @Valid JdbcSource jdbc,
        @Valid KafkaSource kafka,
        @Size(max = 1000) String maven,
        Format format,
        @Size(min = 1, max = 200) String column,
        @Min(64) @Max(1 << 24) Integer passageBytes) {

    private static final int DEFAULT_PASSAGE_BYTES = 4 << 10;

    public Source {
        format = format == null ? Format.AUTO : format;
        passageBytes = passageBytes == null ? DEFAULT_PASSAGE_BYTES : passageBytes;
    }

    boolean namesOnePlace() {
        return Stream.of(path, upload, resource, s3, jdbc, kafka, maven)
                        .filter(Objects::nonNull)
                        .count()
                == 1;
    }
}
