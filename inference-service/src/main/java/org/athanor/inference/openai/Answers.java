package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.athanor.inference.serving.Generation;

/** Sends a generation's answer, and stops the generation when its client goes away. */
@Singleton
class Answers {

    /** Which artifact answered, also for who does not read the body. */
    static final String MODEL_HEADER = "X-Athanor-Model";

    private static final MediaType EVENT_STREAM =
            MediaType.valueOf("text/event-stream;charset=UTF-8");

    private final CurrentVertxRequest request;
    private final ObjectMapper json;

    Answers(CurrentVertxRequest request, ObjectMapper json) {
        this.request = request;
        this.json = json;
    }

    /** Waits for the answer, then sends all of it. */
    Response whole(Generation generation, Supplier<Object> answer) {
        try (generation) {
            stopWhenClientLeaves(generation);
            return headers(Response.ok(answer.get(), MediaType.APPLICATION_JSON_TYPE), generation);
        }
    }

    /** Waits for the first token, then sends each as it comes. */
    Response stream(Generation generation, Chunks chunks) {
        try {
            stopWhenClientLeaves(generation);
            HttpServerResponse client = request.getCurrent().response();
            EventStream stream =
                    new EventStream(generation, generation.next(), chunks, json, client::closed);
            return headers(
                    Response.ok(stream, EVENT_STREAM)
                            .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                            .header("X-Accel-Buffering", "no"),
                    generation);
        } catch (RuntimeException | Error e) {
            generation.close();
            throw e;
        }
    }

    /** Until the answer begins; then its output stream takes over the connection's handlers. */
    private void stopWhenClientLeaves(Generation generation) {
        request.getCurrent()
                .addEndHandler(
                        ended -> {
                            if (ended.failed()) {
                                generation.close();
                            }
                        });
    }

    private static Response headers(Response.ResponseBuilder response, Generation generation) {
        return response.header(MODEL_HEADER, generation.artifact().value()).build();
    }
}
