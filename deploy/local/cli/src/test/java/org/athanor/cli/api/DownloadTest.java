package org.athanor.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.athanor.cli.CliException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {

    @TempDir Path folder;

    private HttpServer server;
    private Api api;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/whole", exchange -> answer(exchange, 200, 9, "the bytes"));
        server.createContext("/cut", exchange -> answer(exchange, 200, 900, "the bytes"));
        server.createContext(
                "/refused", exchange -> answer(exchange, 422, 20, "{\"detail\":\"no way\"}\n"));
        server.start();
        String address = "http://localhost:" + server.getAddress().getPort();
        api = new Api(Map.of("ATHANOR_PRETRAIN_URL", address), Duration.ofSeconds(3));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldWriteTheWholeAnswer() throws Exception {
        // Given
        Path file = folder.resolve("file");

        // When
        api.download(Service.PRETRAIN, "/whole", file);

        // Then
        assertEquals("the bytes", Files.readString(file));
        assertOnly(1);
    }

    @Test
    void shouldLeaveNothingOfAnAnswerThatEndsTooEarly() throws IOException {
        CliException refused =
                assertThrows(
                        CliException.class,
                        () -> api.download(Service.PRETRAIN, "/cut", folder.resolve("file")));
        assertTrue(refused.getMessage().contains("did not come whole"), refused.getMessage());
        assertOnly(0);
    }

    @Test
    void shouldSayWhyTheServiceRefused() throws IOException {
        ApiException refused =
                assertThrows(
                        ApiException.class,
                        () -> api.download(Service.PRETRAIN, "/refused", folder.resolve("file")));
        assertTrue(refused.getMessage().contains("no way"), refused.getMessage());
        assertOnly(0);
    }

    private void assertOnly(long files) throws IOException {
        try (var left = Files.list(folder)) {
            assertEquals(files, left.count());
        }
    }

    private static void answer(HttpExchange exchange, int status, int length, String body)
            throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, length);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.getResponseBody().flush();
        }
    }
}
