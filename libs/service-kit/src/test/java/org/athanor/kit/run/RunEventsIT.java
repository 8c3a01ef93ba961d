package org.athanor.kit.run;

import static org.athanor.kit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RunEventsIT {

    /** More than there are worker threads in a small container. */
    private static final int LISTENERS = 40;

    @Inject RunRequests requests;
    @Inject Gates gates;

    @TestHTTPResource("/")
    URI root;

    private final HttpClient client = HttpClient.newHttpClient();

    private record Event(String id, String name, String data) {}

    @Test
    void shouldTellManyListenersARunsLifeAsItHappens() {
        // Given
        UUID id = UUID.randomUUID();
        gates.close(id);
        requests.submit(id, "sum", Map.of("steps", 3, "checkpointEvery", 2));
        List<CompletableFuture<List<Event>>> listeners = new ArrayList<>();
        for (int i = 0; i < LISTENERS; i++) {
            listeners.add(follow(id, null));
        }

        // When
        gates.open(id);

        // Then: each ends by itself, with the same story
        for (CompletableFuture<List<Event>> listener : listeners) {
            List<String> names = listener.join().stream().map(Event::name).toList();
            assertEquals(List.of("queued", "started"), names.subList(0, 2));
            assertEquals("succeeded", names.getLast());
            assertEquals(3, names.stream().filter("metric"::equals).count());
            assertEquals(1, names.stream().filter("progressed"::equals).count());
            assertTrue(names.contains("progress"));
        }
    }

    @Test
    void shouldGoOnAfterTheLastEventThatAClientHas() {
        // Given
        UUID id = UUID.randomUUID();
        requests.submit(id, "sum", Map.of("steps", 3));
        List<Event> all = follow(id, null).join();

        // When
        List<Event> rest = follow(id, all.get(1).id()).join();
        List<Event> nothing = follow(id, all.getLast().id()).join();

        // Then
        assertEquals(all.subList(2, all.size()), rest);
        assertEquals(List.of(), nothing);
        assertTrue(all.getLast().data().contains("\"sum\""), all.getLast().data());
        assertTrue(all.getLast().data().startsWith("{"), all.getLast().data());
    }

    @Test
    void shouldRefuseAnUnknownRunBeforeAStreamBegins() throws Exception {
        // When
        HttpResponse<String> response =
                client.send(request(UUID.randomUUID(), null), HttpResponse.BodyHandlers.ofString());

        // Then
        assertEquals(404, response.statusCode());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow().split(";")[0]);
    }

    @Test
    void shouldForgetAListenerThatWentAway() throws IOException, InterruptedException {
        // Given
        UUID id = UUID.randomUUID();
        gates.close(id);
        requests.submit(id, "sum", Map.of("steps", 1));
        HttpResponse<java.io.InputStream> response =
                client.send(request(id, null), HttpResponse.BodyHandlers.ofInputStream());
        assertTrue(response.body().read() >= 0);

        // When
        response.body().close();
        gates.open(id);

        // Then
        await().until(() -> gauge("athanor_run_listeners") == 0);
    }

    private double gauge(String name) throws IOException, InterruptedException {
        HttpRequest metrics = HttpRequest.newBuilder(root.resolve("/q/metrics")).build();
        return client.send(metrics, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private CompletableFuture<List<Event>> follow(UUID run, String lastEventId) {
        return client.sendAsync(request(run, lastEventId), HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .thenApply(RunEventsIT::parse);
    }

    private HttpRequest request(UUID run, String lastEventId) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve("/v1/runs/" + run + "/events"));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return request.build();
    }

    private static List<Event> parse(String stream) {
        List<Event> events = new ArrayList<>();
        for (String block : stream.split("\n\n")) {
            String id = field(block, "id");
            if (id != null) {
                events.add(new Event(id, field(block, "event"), field(block, "data")));
            }
        }
        return events;
    }

    private static String field(String block, String name) {
        return block.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse(null);
    }
}
