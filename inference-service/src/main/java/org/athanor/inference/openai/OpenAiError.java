package org.athanor.inference.openai;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Why a request got no answer, in the words of OpenAI's clients.
 *
 * @param status HTTP status
 * @param type the family, for example {@code invalid_request_error}
 * @param param the request's field at fault, or null
 * @param code the exact reason, for example {@code model_not_found}, or null
 */
record OpenAiError(int status, String type, String message, String param, String code) {

    static final String INVALID_REQUEST = "invalid_request_error";
    static final String RATE_LIMIT = "rate_limit_error";
    static final String SERVER = "server_error";

    /** The response body. */
    Body body() {
        return new Body(new Detail(message, type, param, code));
    }

    /** {@code {"error": {…}}}. */
    record Body(Detail error) {}

    /** All four members are always there, null or not: the published schema requires them. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Detail(String message, String type, String param, String code) {}
}
