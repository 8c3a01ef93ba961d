package org.athanor.tokenizer.corpus;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes one file of a corpus: ids count on in the order of writing. */
final class CorpusFile implements Closeable {

    private final OutputStream out;
    private final long firstId;
    private long documents;
    private long textBytes;

    CorpusFile(Path file) throws IOException {
        this(file, 0);
    }

    /** @param firstId documents that the files before this one hold */
    CorpusFile(Path file, long firstId) throws IOException {
        this.firstId = firstId;
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    void write(CorpusDocument document) throws IOException {
        out.write(DocumentJson.write(firstId + documents, document));
        out.write('\n');
        documents++;
        for (String text : document.texts()) {
            textBytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /** Documents in this file. */
    long documents() {
        return documents;
    }

    /** Bytes of the documents' text in UTF-8, without the JSON around it. */
    long textBytes() {
        return textBytes;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
