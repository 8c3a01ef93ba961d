package org.athanor.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Calls the services as a developer's program would. */
final class Http {

    static final Map<String, Integer> PORTS =
            Map.of(
                    "tokenizer",
                    8081,
                    "pretrain",
                    8082,
                    "reward",
                    8083,
                    "rlhf",
                    8084,
                    "inference",
                    8085);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Http() {}

    static URI uri(String service, String path) {
        return URI.create(
                "http://127.0.0.1:" + (PORTS.get(service) + CommandLine.PORT_OFFSET) + path);
    }

    static HttpResponse<String> get(String service, String path)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(service, path)).GET().build(), BodyHandlers.ofString());
    }

    static HttpResponse<String> post(String service, String path, Object body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(service, path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
