package org.athanor.inference.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.athanor.inference.serving.ServingConfig;

/** Reads a request's body as JSON, within bounds. */
@Singleton
class RequestBodies {

    private final ObjectMapper json;
    private final int maxBytes;

    RequestBodies(ObjectMapper json, ServingConfig config) {
        this.json = json;
        this.maxBytes = config.maxBodyBytes();
    }

    JsonNode read(byte[] body) {
        if (body.length > maxBytes) {
            throw new OpenAiException(
                    new OpenAiError(
                            413,
                            OpenAiError.INVALID_REQUEST,
                            "a request has at most %d bytes, this one has %d"
                                    .formatted(maxBytes, body.length),
                            null,
                            "request_too_large"));
        }
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw OpenAiException.invalid(
                    null,
                    "the request body is no JSON: line %d, column %d"
                            .formatted(
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
