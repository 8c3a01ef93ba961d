package org.athanor.tokenizer.corpus;

import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar that tells its end from the end of its bytes. POSIX ends an archive with two blocks of zeros;
 * one is enough here, since no header is one, and what is behind it holds no entry.
 */
final class MarkedTar extends TarArchiveInputStream {

    private boolean endMark;

    MarkedTar(InputStream bytes) {
        super(bytes);
    }

    /** Whether the entries ended with a block of zeros and not with the bytes. */
    boolean hasEndMark() {
        return endMark;
    }

    @Override
    protected boolean isEOFRecord(byte[] block) {
        boolean end = super.isEOFRecord(block);
        endMark |= end && block != null;
        return end;
    }
}
