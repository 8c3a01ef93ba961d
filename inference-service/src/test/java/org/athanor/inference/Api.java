package org.athanor.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactId;

/** The service's API as a client sees it. JSON is written with single quotes. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;

    /** @param root as injected by {@link TestHTTPResource} */
    public Api(URI root) {
        this.root = root;
    }

    /** A status, headers and the body, which is a missing node when there is none. */
    public record Answer(int status, HttpResponse<?> response, JsonNode body) {

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return answer(request(path).GET().build());
    }

    /** The body as it is. */
    public String text(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    public Answer post(String path, String body) throws IOException, InterruptedException {
        return answer(
                request(path).POST(HttpRequest.BodyPublishers.ofString(quoted(body))).build());
    }

    public Answer post(String path, JsonNode body) throws IOException, InterruptedException {
        return answer(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())).build());
    }

    public Answer post(String path, String body, String header, String value)
            throws IOException, InterruptedException {
        return answer(
                request(path)
                        .header(header, value)
                        .POST(HttpRequest.BodyPublishers.ofString(quoted(body)))
                        .build());
    }

    public Answer promote(String name, ArtifactId model) throws IOException, InterruptedException {
        return post(
                "/v1/models/" + name + "/promotions",
                "{'action':'promote','model':'" + model + "'}");
    }

    /** The data of each server-sent event, in order. */
    public List<String> stream(String path, String body) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = open(path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    response.statusCode() + ": " + String.join("\n", response.body().toList()));
        }
        List<String> data = new ArrayList<>();
        response.body()
                .filter(line -> !line.isEmpty())
                .forEach(
                        line -> {
                            if (!line.startsWith("data: ")) {
                                throw new AssertionError("no data: " + line);
                            }
                            data.add(line.substring("data: ".length()));
                        });
        return data;
    }

    /** A stream whose lines the caller reads, or closes. */
    public HttpResponse<Stream<String>> open(String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(quoted(body))).build(),
                HttpResponse.BodyHandlers.ofLines());
    }

    /** A request that the caller may give up: that closes its connection. */
    public CompletableFuture<HttpResponse<String>> postLater(String path, String body) {
        return http.sendAsync(
                request(path).POST(HttpRequest.BodyPublishers.ofString(quoted(body))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json");
    }

    private Answer answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        String body = response.body();
        return new Answer(response.statusCode(), response, json(body.isEmpty() ? "null" : body));
    }

    private static String quoted(String body) {
        return body.replace('\'', '"');
    }
}
