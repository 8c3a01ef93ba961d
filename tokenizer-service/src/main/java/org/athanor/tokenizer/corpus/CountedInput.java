package org.athanor.tokenizer.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * A source's bytes as they lie, counted. A failure of the place they come from is told apart from
 * damage in what they hold. One thread.
 */
final class CountedInput extends FilterInputStream {

    private final String name;
    private long taken;

    CountedInput(String name, InputStream raw) {
        super(raw);
        this.name = name;
    }

    /** Bytes taken from the source, those read ahead among them. */
    long taken() {
        return taken;
    }

    @Override
    public int read() throws IOException {
        return SingleByte.of(this);
    }

    @Override
    public int read(byte[] target, int from, int length) {
        try {
            int read = in.read(target, from, length);
            taken += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw new AthanorException(
                    ErrorCode.UNAVAILABLE,
                    "%s cannot be read after its byte %d: is the place it comes from away?"
                            .formatted(name, taken),
                    e);
        }
    }
}
