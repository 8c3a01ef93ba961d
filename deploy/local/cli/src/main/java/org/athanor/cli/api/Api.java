package org.athanor.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;

/**
 * JSON over HTTP to the services. A service that is away or says 503 is asked again until the
 * patience is used up: every call here may be repeated, since those that start work carry an
 * idempotency key.
 */
public final class Api {

    /** How long a service may be away, for example while it is started again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);

    private final Map<String, String> environment;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final JsonMapper json = JsonMapper.builder().findAndAddModules().build();
    private final RetryPolicy<HttpResponse<String>> retries;

    Api(Map<String, String> environment, Duration patience) {
        this.environment = Map.copyOf(environment);
        this.retries =
                RetryPolicy.<HttpResponse<String>>builder()
                        .handle(IOException.class)
                        .handleResultIf(response -> response.statusCode() == 503)
                        .withDelay(Duration.ofMillis(200), Duration.ofSeconds(2))
                        .withMaxRetries(-1)
                        .withMaxDuration(patience)
                        .build();
    }

    /** For scripts and people: a service that is away is waited for only a moment. */
    public static Api impatient() {
        return new Api(System.getenv(), Duration.ofSeconds(3));
    }

    /** For the demo, which a service's restart must not end. */
    public static Api patient() {
        return new Api(System.getenv(), PATIENCE);
    }

    public JsonMapper json() {
        return json;
    }

    /** The absolute address of {@code path} on {@code service}. */
    public URI uri(Service service, String path) {
        return URI.create(service.baseUri(environment) + path);
    }

    public JsonNode get(Service service, String path) {
        return send(service, HttpRequest.newBuilder(uri(service, path)).GET());
    }

    public JsonNode delete(Service service, String path) {
        return send(service, HttpRequest.newBuilder(uri(service, path)).DELETE());
    }

    public JsonNode post(Service service, String path, Object body) {
        return post(service, path, body, null);
    }

    /** Posts {@code body} as JSON under an idempotency key, or without one where it is null. */
    public JsonNode post(Service service, String path, Object body, UUID key) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(service, path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(write(body)));
        Optional.ofNullable(key)
                .ifPresent(present -> request.header("Idempotency-Key", present.toString()));
        return send(service, request);
    }

    /** Streams a file to {@code path}. */
    public JsonNode upload(Service service, String path, Path file, String contentType) {
        try {
            return upload(service, path, BodyPublishers.ofFile(file), contentType);
        } catch (FileNotFoundException e) {
            throw new CliException(ExitCode.USAGE, "cannot read " + file + ": no such file", e);
        }
    }

    public JsonNode upload(
            Service service, String path, BodyPublisher content, String contentType) {
        return send(
                service,
                HttpRequest.newBuilder(uri(service, path))
                        .header("Content-Type", contentType)
                        .POST(content));
    }

    /**
     * Writes what {@code path} answers to a file, which appears whole or not at all.
     *
     * @throws CliException when the file cannot be written or the answer ends too early
     */
    public void download(Service service, String path, Path file) throws InterruptedException {
        try {
            fetch(service, path, file);
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.FAILED, file + " did not come whole: " + e.getMessage(), e);
        }
    }

    private void fetch(Service service, String path, Path file)
            throws IOException, InterruptedException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(service, path)).GET();
        try {
            try (InputStream body = stream(service, request)) {
                Files.copy(body, partial, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Opens a stream of server-sent events or of a streamed answer. */
    public InputStream stream(Service service, HttpRequest.Builder request)
            throws InterruptedException {
        try {
            HttpResponse<InputStream> response =
                    http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() >= 400) {
                try (InputStream body = response.body()) {
                    throw refused(
                            service, response.statusCode(), new String(body.readAllBytes(), UTF_8));
                }
            }
            return response.body();
        } catch (IOException e) {
            throw away(service, e);
        }
    }

    private JsonNode send(Service service, HttpRequest.Builder request) {
        HttpRequest built = request.timeout(REQUEST_TIMEOUT).build();
        HttpResponse<String> response;
        try {
            response = Failsafe.with(retries).get(() -> http.send(built, BodyHandlers.ofString()));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw away(service, e.getCause());
        }
        if (response.statusCode() >= 400) {
            throw refused(service, response.statusCode(), response.body());
        }
        return response.body().isBlank() ? json.missingNode() : read(response.body());
    }

    private ApiException away(Service service, Throwable cause) {
        return new ApiException(
                service.shortName()
                        + "-service does not answer at "
                        + service.baseUri(environment)
                        + "; is the stack up? Start it with ./athanor up, look with ./athanor status",
                cause);
    }

    private ApiException refused(Service service, int status, String body) {
        String reason = body;
        try {
            JsonNode problem = json.readTree(body);
            reason =
                    firstText(
                                    problem.path("detail"),
                                    problem.at("/error/message"),
                                    problem.path("title"))
                            .orElse(body);
        } catch (JsonProcessingException e) {
            // Not JSON: the body itself is all that there is to say.
        }
        return new ApiException(
                status, service.shortName() + "-service: " + reason + " (" + status + ")");
    }

    private static Optional<String> firstText(JsonNode... candidates) {
        for (JsonNode candidate : candidates) {
            if (candidate.isTextual() && !candidate.asText().isBlank()) {
                return Optional.of(candidate.asText());
            }
        }
        return Optional.empty();
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ApiException("the answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}
