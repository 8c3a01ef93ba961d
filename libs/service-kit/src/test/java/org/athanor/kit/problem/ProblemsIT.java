package org.athanor.kit.problem;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.athanor.kit.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ProblemsIT {

    private static final String PROBLEM = "application/problem+json";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": | not JSON (line",
                "{\"nam\": \"x\"} | nam: 'nam' is not a field here; known: name, parts, size",
                "{\"name\": \"x\", \"size\": \"big\"} | size: 'big' is not a whole number",
                "{\"name\": \"x\", \"size\": 1.5} | size",
                "{\"name\": \"x\", \"parts\": [{\"share\": 1}, {\"share\": -2}]} | parts[1]: share must be >= 0, was -2",
                "{\"name\": \" \", \"size\": 4} | name must not be blank; size must be less than or equal to 3",
                "[] | the body",
            })
    void shouldNameTheFieldThatIsWrong(String body, String detail) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/problems/body")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("detail", containsString(detail))
                .body("type", equalTo("urn:athanor:problem:invalid-request"))
                .body("status", equalTo(400))
                .body("instance", equalTo("/problems/body"))
                .body("detail", not(containsString("org.athanor")));
    }

    @Test
    void shouldAnswerEveryPathWithAProblem() {
        when().get("/nowhere").then().statusCode(404).contentType(PROBLEM);
        when().get("/v1/runs/12").then().statusCode(400).body("detail", containsString("'12'"));
        when().get("/v1/artifacts/12").then().statusCode(400).contentType(PROBLEM);
        when().get("/v1/artifacts?kind=poem")
                .then()
                .statusCode(400)
                .body("detail", containsString("unknown artifact kind 'poem'"));
        when().get("/v1/artifacts/" + "0".repeat(64) + "/lineage").then().statusCode(404);
        when().get("/v1/runs?state=asleep")
                .then()
                .statusCode(400)
                .body("detail", containsString("state must be one of"));
        when().get("/problems/query?limit=11").then().statusCode(400).contentType(PROBLEM);
        when().get("/problems/body").then().statusCode(405).contentType(PROBLEM);
        given().contentType("text/plain")
                .body("x")
                .post("/v1/runs")
                .then()
                .statusCode(415)
                .contentType(PROBLEM);
        when().get("/problems/full").then().statusCode(507).contentType(PROBLEM);
    }

    @Test
    void shouldKeepTheInsideInside() {
        when().get("/problems/broken")
                .then()
                .statusCode(500)
                .contentType(PROBLEM)
                .body("correlation", notNullValue())
                .body(not(containsString("hunter2")))
                .body(not(containsString("IllegalState")));
    }

    @Test
    void shouldAnswerSomePathsInAnotherShape() {
        when().get("/other/full")
                .then()
                .statusCode(429)
                .contentType("application/json")
                .body("error.message", equalTo("slowly"));
    }

    @Test
    void shouldDescribeAndShowItself() {
        when().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Athanor: pretrain"));
        when().get("/q/swagger-ui/").then().statusCode(200);
        when().get("/q/health/live").then().statusCode(200);
        await().untilAsserted(() -> when().get("/q/health/started").then().statusCode(200));
    }
}
