package org.athanor.pretrain;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Asks for runs as any client does, and waits for them. */
public final class Runs {

    private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");

    private Runs() {}

    public static ValidatableResponse request(
            UUID id, String kind, Map<String, Object> parameters) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", id.toString())
                .body(Map.of("kind", kind, "parameters", parameters))
                .post("/v1/runs")
                .then();
    }

    /** The run in its final state. */
    public static JsonPath run(String kind, Map<String, Object> parameters) {
        UUID id = UUID.randomUUID();
        request(id, kind, parameters).statusCode(202);
        return end(id);
    }

    public static JsonPath end(UUID id) {
        return await("run " + id)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> view(id), run -> FINAL.contains(run.getString("state")));
    }

    public static JsonPath view(UUID id) {
        return given().get("/v1/runs/" + id).then().statusCode(200).extract().jsonPath();
    }
}
