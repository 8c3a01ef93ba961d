package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * CSV with a first record of names. It is parsed as Latin-1, in which every byte is a character, so
 * that positions are byte offsets and a cell's own bytes can be decoded strictly afterwards.
 */
final class CsvDocuments implements RawDocuments {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    /** How the parser says it. */
    private static final String NEVER_CLOSED = "EOF reached before encapsulated token finished";

    private final SourceInput input;
    private final BoundedStretch bound;
    private final long start;
    private final long maximumBytes;
    private final Iterator<CSVRecord> records;
    private final Columns columns;
    private long lastRecord = -1;

    CsvDocuments(SourceInput input, String column, long maximumBytes) throws IOException {
        this.input = input;
        this.maximumBytes = maximumBytes;
        // From where the record before began: the parser tells no other place in time.
        this.bound = new BoundedStretch(input, "record", 2 * maximumBytes);
        this.start = input.offset();
        CSVParser parser =
                CSVParser.builder()
                        .setReader(new InputStreamReader(bound, StandardCharsets.ISO_8859_1))
                        .setFormat(FORMAT)
                        .get();
        this.records = parser.iterator();
        CSVRecord header = nextRecord();
        this.columns = header == null ? null : Columns.choose(names(header), column, input.name());
    }

    @Override
    public RawDocument next() {
        CSVRecord csv = nextRecord();
        if (csv == null) {
            return null;
        }
        Provenance provenance = new Provenance(input.name(), start + csv.getCharacterPosition());
        long length = csv.stream().mapToLong(String::length).sum();
        return length > maximumBytes
                ? RawUnusable.tooLong(provenance, "record", maximumBytes)
                : new RawRow(provenance, Place.BYTE, columns, column -> cell(csv, column));
    }

    private CSVRecord nextRecord() {
        try {
            CSVRecord next = records.hasNext() ? records.next() : null;
            lastRecord = next == null ? lastRecord : start + next.getCharacterPosition();
            bound.startAt(next == null ? 0 : lastRecord);
            return next;
        } catch (UncheckedIOException e) {
            throw damaged(e);
        }
    }

    private DamagedSourceException damaged(UncheckedIOException e) {
        String why = String.valueOf(e.getCause().getMessage());
        String where =
                lastRecord < 0 ? "its first record" : "the record after that at byte " + lastRecord;
        return new DamagedSourceException(
                "%s is CSV that is damaged in %s: %s"
                        .formatted(
                                input.name(),
                                where,
                                why.contains(NEVER_CLOSED)
                                        ? "a quote is never closed"
                                        : SourceName.printable(why)),
                e);
    }

    private static String cell(CSVRecord csv, int column) throws UnusableDocumentException {
        if (column >= csv.size()) {
            throw new UnusableDocumentException(
                    SetAside.Reason.MALFORMED,
                    "has no column " + column + ", only " + csv.size() + " columns");
        }
        return DocumentParser.text(csv.get(column).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A name that is no UTF-8 is no name that anyone can ask for. */
    private static List<String> names(CSVRecord header) {
        List<String> names = new ArrayList<>();
        for (String name : header) {
            names.add(
                    new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                            .strip());
        }
        return names;
    }
}
