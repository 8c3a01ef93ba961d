package org.athanor.inference.openai;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.athanor.inference.Api;
import org.athanor.inference.Backend;
import org.athanor.inference.TinyModels;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class DisconnectIT {

    private static final String NAME = "left-alone";

    @TestHTTPResource("/")
    URI root;

    @Inject TinyModels models;
    @Inject MeterRegistry meters;

    @Test
    void shouldStopGeneratingWhenTheClientLeaves() throws Exception {
        // Given: an answer that takes seconds
        Api api = new Api(root);
        api.promote(NAME, models.longWinded(1));
        String request =
                "{'model':'"
                        + NAME
                        + "','prompt':'hi','n':16,'max_tokens':4000,'stop':'no such','stream':true}";

        // When: the client reads one line and closes
        HttpResponse<Stream<String>> response = api.open("/v1/completions", request);
        try (Stream<String> lines = response.body()) {
            assertTrue(lines.findFirst().orElseThrow().startsWith("data: "));
        }

        // Then
        await().until(() -> cancelled() == 1);
    }

    private double cancelled() {
        return meters.counter("athanor.inference.requests", "model", NAME, "outcome", "cancelled")
                .count();
    }
}
