package org.athanor.kit.problem;

import java.net.URI;

/** What went wrong, as far as a client can act on it. */
public enum ErrorCode {
    INVALID_REQUEST(400, "Invalid request"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    CONFLICT(409, "Conflict"),
    TOO_LARGE(413, "Too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** Well formed, but it cannot be done: a model that does not fit, a corpus with no text. */
    UNPROCESSABLE(422, "Cannot be done"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Internal error"),
    /** What the store holds is not what was published. */
    CORRUPT_ARTIFACT(500, "Corrupt artifact"),
    /** Something this service needs is away; asking again later is worth while. */
    UNAVAILABLE(503, "Temporarily unavailable"),
    STORAGE_FULL(507, "Storage full");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short summary that is the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The problem type, for example {@code urn:athanor:problem:not-found}. */
    public URI type() {
        return URI.create("urn:athanor:problem:" + label());
    }

    /** For example {@code not-found}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
