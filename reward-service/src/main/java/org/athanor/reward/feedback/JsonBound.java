package org.athanor.reward.feedback;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * Bounds JSON bodies, which are held in memory whole, more tightly than imported files, which are
 * not: HTTP's own bound is one for all.
 */
@Provider
class JsonBound implements ReaderInterceptor {

    private static final long MAXIMUM_BYTES = 16L << 20;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        MediaType type = context.getMediaType();
        if (type != null && type.getSubtype().equals("json")) {
            context.setInputStream(new Bounded(context.getInputStream()));
        }
        return context.proceed();
    }

    private static final class Bounded extends FilterInputStream {

        private long read;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int each = super.read();
            count(each < 0 ? 0 : 1);
            return each;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int bytes) {
            read += bytes;
            if (read > MAXIMUM_BYTES) {
                throw new AthanorException(
                        ErrorCode.TOO_LARGE,
                        "a JSON body may have at most %d bytes: send less at once"
                                .formatted(MAXIMUM_BYTES));
            }
        }
    }
}
