package org.athanor.pretrain.plan;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PlanIT {

    private static final long H100 = 80L << 30;

    @Test
    void shouldListThePublishedModels() {
        given().get("/v1/presets")
                .then()
                .statusCode(200)
                .body("name", hasItems("gpt3-125m", "gpt3-175b", "llama3.2-1b", "llama3.2-3b"))
                .body("find { it.name == 'gpt3-175b' }.model.layers", is(96));
    }

    @Test
    void shouldPlanGpt3For175BillionParameters() {
        // When
        JsonPath plan =
                plan(Map.of("preset", "gpt3-175b", "computeType", "bf16", "memoryBytes", H100))
                        .statusCode(200)
                        .body("training.fits", is(false))
                        .body("training.shortage", containsString("GiB"))
                        .body("serving.fits", is(false))
                        .extract()
                        .jsonPath();

        // Then: f32 weights, gradients and two moments, and 6 operations a parameter and token
        double parameters = plan.getDouble("parameters");
        assertEquals(175e9, parameters, 1e9);
        assertEquals(4 * parameters, plan.getDouble("training.weightBytes"));
        assertEquals(4 * parameters, plan.getDouble("training.gradientBytes"));
        assertEquals(8 * parameters, plan.getDouble("training.optimizerBytes"));
        assertEquals(2 * parameters, plan.getDouble("serving.weightBytes"));
        assertEquals(
                8 * parameters,
                plan.getDouble("training.totalBytes") - plan.getDouble("training.replicaBytes"));
        assertEquals(1, plan.getDouble("training.flopsPerToken") / (6 * parameters), 0.03);
        assertEquals(
                3,
                plan.getDouble("training.flopsPerToken") / plan.getDouble("serving.flopsPerToken"),
                1e-6);
    }

    @Test
    void shouldPlanLlamasCacheByItsKeyAndValueHeads() {
        // 16 layers x 8 heads x 64 wide, keys and values, 2 bytes, 1000 tokens
        plan(Map.of(
                        "preset",
                        "llama3.2-1b",
                        "sequence",
                        1000,
                        "computeType",
                        "bf16",
                        "memoryBytes",
                        H100))
                .statusCode(200)
                .body("serving.cacheBytesPerSequence", is(65_536_000))
                .body("serving.fits", is(true));
    }

    @Test
    void shouldPlanForThisMachineWhenNothingElseIsSaid() {
        plan(Map.of("preset", "tiny"))
                .statusCode(200)
                .body("availableBytes", notNullValue())
                .body("training.fits", is(true))
                .body("training.shortage", nullValue());
    }

    @Test
    void shouldRefuseWhatIsNoModel() {
        plan(Map.of("preset", "gpt5")).statusCode(400).body("detail", containsString("gpt5"));
        plan(Map.of()).statusCode(400).body("detail", containsString("neither"));
        plan(Map.of("preset", "tiny", "sequence", 129))
                .statusCode(400)
                .body("detail", containsString("129"));
        plan(Map.of("model", Map.of("dModel", 64, "layers", 2, "heads", 4, "contextLength", 64)))
                .statusCode(400)
                .body("detail", containsString("vocabularySize"));
        plan(Map.of(
                        "model",
                        Map.of(
                                "vocabularySize",
                                500,
                                "dModel",
                                64,
                                "layers",
                                2,
                                "heads",
                                4,
                                "kvHeads",
                                3,
                                "contextLength",
                                64)))
                .statusCode(400)
                .body("detail", containsString("kvHeads"));
    }

    private static ValidatableResponse plan(Map<String, Object> request) {
        return given().contentType(ContentType.JSON).body(request).post("/v1/plans").then();
    }
}
