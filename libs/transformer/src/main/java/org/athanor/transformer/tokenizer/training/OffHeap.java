package org.athanor.transformer.tokenizer.training;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Large arrays outside the heap: in native memory while the budget has room for them, in mapped
 * files beyond it, whose pages the system takes back when it needs them. One thread.
 */
final class OffHeap implements AutoCloseable {

    private static final int BLOCK = 1 << 20;

    private final Arena arena = Arena.ofConfined();
    private final Spill spill;
    private final TrainingListener listener;

    OffHeap(Spill spill, TrainingListener listener) {
        this.spill = spill;
        this.listener = listener;
    }

    /** Zeros. */
    MemorySegment allocate(long bytes, boolean inFile) throws IOException {
        return inFile ? map(bytes) : arena.allocate(bytes, Long.BYTES);
    }

    /**
     * The file is written before it is mapped: a full disk is then an exception and not the fault of
     * some later access.
     */
    private MemorySegment map(long bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        spill.newFile(),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
            for (long left = bytes; left > 0; ) {
                listener.working();
                left -= channel.write(zeros.clear().limit((int) Math.min(BLOCK, left)));
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
