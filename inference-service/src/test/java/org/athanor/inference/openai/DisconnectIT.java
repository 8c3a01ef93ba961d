package org.athanor.inference.openai;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.athanor.inference.Api;
import org.athanor.inference.TinyModels;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class DisconnectIT {

    private static final String NAME = "left-alone";

    @TestHTTPResource("/")
    URI root;

    @Inject TinyModels models;
    @Inject MeterRegistry meters;

    @Test
    void shouldStopGeneratingWhenTheClientLeaves() throws Exception {
        // Given
        Api api = new Api(root);
        assertEquals(200, api.promote(NAME, models.longWinded(1)).status());
        double before = cancelled();

        // When: the client reads the first event and hangs up
        String body = request(true).replace('\'', '"');
        try (Socket socket = new Socket(root.getHost(), root.getPort());
                BufferedReader answer = socketReader(socket)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(
                            ("POST /v1/completions HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Content-Type: application/json\r\nContent-Length: "
                                            + body.length()
                                            + "\r\n\r\n"
                                            + body)
                                    .getBytes(StandardCharsets.US_ASCII));
            while (!answer.readLine().startsWith("data: ")) {
                // headers and chunk sizes
            }
        }

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> cancelled() == before + 1);
    }

    @Test
    void shouldStopGeneratingWhenAClientThatWaitsLeaves() throws Exception {
        // Given
        Api api = new Api(root);
        assertEquals(200, api.promote(NAME, models.longWinded(1)).status());
        double before = cancelled();

        // When: nothing was sent yet, so only the closed connection tells
        CompletableFuture<HttpResponse<String>> response =
                api.postLater("/v1/completions", request(false));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> meters.get("athanor.inference.running").gauge().value() == 1);
        response.cancel(true);

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> cancelled() == before + 1);
    }

    private static BufferedReader socketReader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** An answer that takes seconds. */
    private static String request(boolean stream) {
        return "{'model':'%s','prompt':'hi','n':16,'max_tokens':4000,'stream':%s}"
                .formatted(NAME, stream);
    }

    private double cancelled() {
        return meters.counter("athanor.inference.requests", "model", NAME, "outcome", "cancelled")
                .count();
    }
}
