package org.athanor.tokenizer.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.HardwoodContext;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Rows of Parquet: of the columns that are wanted, page by page. */
final class ParquetDocuments implements RawDocuments {

    private static final long LEAST_PAGE_BOUND = 1 << 26;
    private static final long DOCUMENTS_PER_PAGE = 8;

    private final SourceInput input;
    private final long maximumBytes;
    private final ParquetFile file;
    private final HardwoodContext context;
    private final ParquetFileReader reader;
    private final List<String> names;
    private final Columns columns;
    private final RowReader rows;
    private long row;

    ParquetDocuments(SourceInput input, String column, long maximumBytes) throws IOException {
        this.input = input;
        this.maximumBytes = maximumBytes;
        this.file = ParquetFile.of(input);
        this.context = HardwoodContext.create(1);
        try {
            this.reader = intact(() -> ParquetFileReader.open(file, context));
            this.names =
                    reader.getFileSchema().getRootNode().children().stream()
                            .map(SchemaNode::name)
                            .toList();
            this.columns = Columns.choose(names, column, input.name());
            String[] wanted =
                    columns.indexes().stream().map(names::get).distinct().toArray(String[]::new);
            intact(() -> checkPages(Set.of(wanted)));
            this.rows =
                    intact(
                            () ->
                                    reader.buildRowReader()
                                            .projection(ColumnProjection.columns(wanted))
                                            .build());
        } catch (RuntimeException e) {
            context.close();
            file.close();
            throw e;
        }
    }

    /** Of the columns that are read: nothing else is unpacked. */
    private Void checkPages(Set<String> wanted) throws IOException {
        long mostBytes = Math.max(LEAST_PAGE_BOUND, DOCUMENTS_PER_PAGE * maximumBytes);
        for (RowGroup group : reader.getFileMetaData().rowGroups()) {
            for (ColumnChunk chunk : group.columns()) {
                if (wanted.contains(chunk.metaData().pathInSchema().topLevelName())) {
                    ParquetPages.check(file, chunk, mostBytes);
                }
            }
        }
        return null;
    }

    @Override
    public RawDocument next() {
        if (!intact(rows::hasNext)) {
            return null;
        }
        String[] cells = new String[names.size()];
        UnusableDocumentException unusable = null;
        try {
            intact(
                    () -> {
                        rows.next();
                        return null;
                    });
            for (int column : columns.indexes()) {
                cells[column] = text(intact(() -> rows.getRawValue(names.get(column))));
            }
        } catch (UnusableDocumentException e) {
            unusable = e;
        }
        Provenance provenance = new Provenance(input.name(), row++);
        UnusableDocumentException trouble = unusable;
        return new RawRow(
                provenance,
                Place.RECORD,
                columns,
                column -> {
                    if (trouble != null) {
                        throw trouble;
                    }
                    return cells[column];
                });
    }

    private String text(Object value) throws UnusableDocumentException {
        String text =
                switch (value) {
                    case null -> "";
                    case byte[] bytes -> DocumentParser.text(bytes);
                    case PqList list -> json(list).toString();
                    case PqStruct struct -> json(struct).toString();
                    default -> value.toString();
                };
        if (text.length() > maximumBytes) {
            throw new UnusableDocumentException(
                    SetAside.Reason.TOO_LONG,
                    "is longer than the %d bytes of athanor.corpus.max-document-bytes"
                            .formatted(maximumBytes));
        }
        return text;
    }

    private static JsonNode json(Object value) throws UnusableDocumentException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (value) {
            case PqList list -> {
                ArrayNode array = nodes.arrayNode();
                for (Object element : list.rawValues()) {
                    array.add(json(element));
                }
                return array;
            }
            case PqStruct struct -> {
                ObjectNode object = nodes.objectNode();
                for (int i = 0; i < struct.getFieldCount(); i++) {
                    object.set(struct.getFieldName(i), json(struct.getRawValue(i)));
                }
                return object;
            }
            case byte[] bytes -> {
                return nodes.textNode(DocumentParser.text(bytes));
            }
            case null -> {
                return nodes.nullNode();
            }
            default -> {
                return nodes.textNode(value.toString());
            }
        }
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    /** The library says what is wrong with a file by exceptions of many kinds. */
    private <T> T intact(Step<T> step) {
        try {
            return step.take();
        } catch (IOException | RuntimeException e) {
            throw new DamagedSourceException(
                    "%s is Parquet that is cut off or damaged, near its record %d"
                            .formatted(input.name(), row),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        try (file;
                reader;
                rows) {
            context.close();
        }
    }
}
