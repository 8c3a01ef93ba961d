package org.athanor.cli.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.athanor.stack.net.LoopbackPort;

/** Asks a service's readiness endpoint. */
final class HealthProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    /** Made when somebody listens: it costs more than everything else that a short command does. */
    private static final class Client {
        private static final HttpClient SHARED =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }

    boolean isReady(int port) {
        if (!LoopbackPort.accepts(port)) {
            return false;
        }
        URI readiness = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        try {
            HttpRequest request = HttpRequest.newBuilder(readiness).timeout(PATIENCE).build();
            return Client.SHARED.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
