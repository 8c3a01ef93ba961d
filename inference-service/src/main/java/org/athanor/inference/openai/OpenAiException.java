package org.athanor.inference.openai;

/** A request that is refused with the error object that OpenAI's clients know. */
final class OpenAiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient OpenAiError error;

    OpenAiException(OpenAiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** 400: {@code param} has a value that this service cannot take. */
    static OpenAiException invalid(String param, String message) {
        return new OpenAiException(
                new OpenAiError(400, OpenAiError.INVALID_REQUEST, message, param, "invalid_value"));
    }

    /** 400: {@code param} is part of OpenAI's API and has no meaning here. */
    static OpenAiException unsupported(String param, String message) {
        return new OpenAiException(
                new OpenAiError(
                        400, OpenAiError.INVALID_REQUEST, message, param, "unsupported_parameter"));
    }

    OpenAiError error() {
        return error;
    }
}
