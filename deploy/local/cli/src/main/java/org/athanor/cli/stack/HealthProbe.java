package org.athanor.cli.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service's readiness endpoint. */
final class HealthProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    boolean isReady(int port) {
        URI readiness = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        try {
            HttpRequest request = HttpRequest.newBuilder(readiness).timeout(PATIENCE).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
