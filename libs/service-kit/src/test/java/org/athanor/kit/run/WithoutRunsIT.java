package org.athanor.kit.run;

import static io.restassured.RestAssured.when;
import static org.athanor.kit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

/** A service without runs of its own, started before its database. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(WithoutRunsIT.NoRuns.class)
class WithoutRunsIT {

    public static class NoRuns implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("athanor.run.enabled", "false", "athanor.service", "inference");
        }
    }

    @Inject Instance<RunWorkers> workers;

    @Test
    void shouldHaveArtifactsAndNoRuns() {
        await().untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
        when().get("/v1/runs").then().statusCode(404);
        when().get("/v1/artifacts?kind=model").then().statusCode(200);
        assertTrue(workers.isUnsatisfied());
    }
}
