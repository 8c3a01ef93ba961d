package org.athanor.tokenizer;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Starts runs as a client does and waits for their end. */
public final class Runs {

    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");

    private Runs() {}

    /** The run once it has ended. */
    public static JsonPath run(String kind, Map<String, Object> parameters) {
        return run(UUID.randomUUID(), kind, parameters);
    }

    /** The run of that id once it has ended. */
    public static JsonPath run(UUID key, String kind, Map<String, Object> parameters) {
        String id =
                given().contentType(ContentType.JSON)
                        .header("Idempotency-Key", key)
                        .body(Map.of("kind", kind, "parameters", parameters))
                        .post("/v1/runs")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id");
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> given().get("/v1/runs/" + id).jsonPath(),
                        run -> ENDS.contains(run.getString("state")));
    }

    /** The artifact of a run that must succeed. */
    public static String artifact(String kind, Map<String, Object> parameters) {
        JsonPath run = run(kind, parameters);
        if (!"succeeded".equals(run.getString("state"))) {
            throw new AssertionError(kind + " run ended " + run.prettify());
        }
        return run.getString("artifact");
    }

    /** The reason of a run that must fail. */
    public static String failure(String kind, Map<String, Object> parameters) {
        JsonPath run = run(kind, parameters);
        if (!"failed".equals(run.getString("state"))) {
            throw new AssertionError(kind + " run ended " + run.prettify());
        }
        return run.getString("reason");
    }

    public static String upload(byte[] content) {
        return given().contentType("application/octet-stream")
                .body(content)
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
