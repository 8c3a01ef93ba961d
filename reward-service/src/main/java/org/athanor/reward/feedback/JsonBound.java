package org.athanor.reward.feedback;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.athanor.kit.input.BoundedInput;
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
            context.setInputStream(
                    new BoundedInput(context.getInputStream(), MAXIMUM_BYTES, JsonBound::tooLong));
        }
        return context.proceed();
    }

    private static AthanorException tooLong() {
        return new AthanorException(
                ErrorCode.TOO_LARGE,
                "a JSON body may have at most %d bytes: send less at once"
                        .formatted(MAXIMUM_BYTES));
    }
}
