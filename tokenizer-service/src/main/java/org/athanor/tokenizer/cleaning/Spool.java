package org.athanor.tokenizer.cleaning;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Documents on disk by number, with 8 bytes of index each. First written by one thread, then, once
 * it is {@linkplain #seal sealed}, read by any.
 */
final class Spool implements Closeable {

    private final Path dataFile;
    private final Path indexFile;
    private final OutputStream data;
    private final LongWriter index;
    private FileChannel sealedData;
    private FileChannel sealedIndex;
    private long count;
    private long bytes;

    Spool(Path folder) throws IOException {
        dataFile = folder.resolve("documents.spool");
        indexFile = folder.resolve("documents.index");
        data = new BufferedOutputStream(Files.newOutputStream(dataFile), 1 << 16);
        index = new LongWriter(indexFile);
    }

    /** Returns the record's number, counted from 0. */
    long add(byte[] document) throws IOException {
        index.write(bytes);
        data.write(document);
        bytes += document.length;
        return count++;
    }

    void seal() throws IOException {
        index.write(bytes);
        index.close();
        data.close();
        sealedData = FileChannel.open(dataFile);
        sealedIndex = FileChannel.open(indexFile);
    }

    long count() {
        return count;
    }

    byte[] get(long number) throws IOException {
        ByteBuffer bounds = PositionedRead.of(sealedIndex, number * Long.BYTES, 2 * Long.BYTES);
        long start = bounds.getLong(0);
        int length = Math.toIntExact(bounds.getLong(Long.BYTES) - start);
        return PositionedRead.of(sealedData, start, length).array();
    }

    @Override
    public void close() throws IOException {
        index.close();
        data.close();
        if (sealedData != null) {
            sealedData.close();
            sealedIndex.close();
        }
        Files.deleteIfExists(dataFile);
        Files.deleteIfExists(indexFile);
    }
}
