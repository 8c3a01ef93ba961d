package org.athanor.tokenizer.corpus;

import java.util.function.LongSupplier;
import org.athanor.kit.problem.ErrorCode;

/**
 * How much one source may hold, all its entries together: a few bytes of an archive can hold a disk
 * full of zeros. One thread.
 */
final class UnpackingBounds {

    /** A short file may repeat itself as it likes. */
    private static final long ALWAYS_ALLOWED_BYTES = 1 << 24;

    private final String source;
    private final long maximumBytes;
    private final long maximumRatio;
    private final LongSupplier packedBytes;
    private long unpackedBytes;

    /**
     * @param maximumRatio of unpacked to packed bytes
     * @param packedBytes taken so far
     */
    UnpackingBounds(String source, long maximumBytes, long maximumRatio, LongSupplier packedBytes) {
        this.source = source;
        this.maximumBytes = maximumBytes;
        this.maximumRatio = maximumRatio;
        this.packedBytes = packedBytes;
    }

    /** Bounds of what is not packed. */
    static UnpackingBounds ofPlain(String source, long maximumBytes) {
        return new UnpackingBounds(source, maximumBytes, Long.MAX_VALUE, () -> 1);
    }

    /** Counts, and throws when it is too much. */
    void add(int count) {
        unpackedBytes += count;
        if (unpackedBytes > maximumBytes) {
            throw new DamagedSourceException(
                    ErrorCode.TOO_LARGE,
                    "%s holds more than %d bytes: raise athanor.corpus.max-source-bytes if it should"
                            .formatted(source, maximumBytes));
        }
        if (unpackedBytes > ALWAYS_ALLOWED_BYTES
                && unpackedBytes / maximumRatio > packedBytes.getAsLong()) {
            throw new DamagedSourceException(
                    ErrorCode.TOO_LARGE,
                    "%s unpacks %d bytes to %d and goes on: no text is packed so well, a bomb is; raise athanor.corpus.max-unpack-ratio if it should"
                            .formatted(source, packedBytes.getAsLong(), unpackedBytes));
        }
    }
}
