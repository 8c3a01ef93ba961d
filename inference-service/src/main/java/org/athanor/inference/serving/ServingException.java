package org.athanor.inference.serving;

import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** A request that cannot be served, for a reason that a client can act on. */
public final class ServingException extends AthanorException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public ServingException(Reason reason, String message) {
        super(reason.code, message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why. */
    public enum Reason {
        /** No such name. */
        MODEL_NOT_FOUND(ErrorCode.NOT_FOUND, "model"),
        /** No name has a model in memory. */
        NO_MODEL_LOADED(ErrorCode.UNAVAILABLE, "model"),
        /** The name is known, its model is still (or cannot be) loaded. */
        MODEL_NOT_LOADED(ErrorCode.UNAVAILABLE, "model"),
        /** The model has no special tokens for turns of a conversation. */
        NO_CHAT_TEMPLATE(ErrorCode.INVALID_REQUEST, "messages"),
        /** The model's chat template does not take this conversation, or cannot be rendered. */
        CONVERSATION_REFUSED(ErrorCode.INVALID_REQUEST, "messages"),
        /** A token id that the model does not know. */
        TOKEN_OUT_OF_RANGE(ErrorCode.INVALID_REQUEST, "prompt"),
        /** Prompt and new tokens do not fit the model's window. */
        CONTEXT_LENGTH_EXCEEDED(ErrorCode.INVALID_REQUEST, "max_tokens"),
        /** More answers than one request may ask for. */
        TOO_MANY_ROWS(ErrorCode.INVALID_REQUEST, "n"),
        /** More tokens in all than one request may ask for. */
        TOO_MANY_TOKENS(ErrorCode.INVALID_REQUEST, "max_tokens"),
        /** The bounded queue is full. */
        QUEUE_FULL(ErrorCode.TOO_MANY_REQUESTS, null),
        /** The answer took longer than the time-out. */
        TIMED_OUT(ErrorCode.UNAVAILABLE, null),
        /** Nobody waits for the answer any more, or the service stops. */
        CANCELLED(ErrorCode.UNAVAILABLE, null),
        /** Our fault; the log knows more. */
        GENERATION_FAILED(ErrorCode.INTERNAL, null);

        private final ErrorCode code;
        private final String param;

        Reason(ErrorCode code, String param) {
            this.code = code;
            this.param = param;
        }

        /** The request's field at fault, or null. */
        public String param() {
            return param;
        }

        /** For example {@code queue_full}. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
