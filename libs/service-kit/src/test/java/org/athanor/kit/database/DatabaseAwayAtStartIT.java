package org.athanor.kit.database;

import static io.restassured.RestAssured.when;
import static org.athanor.kit.Patience.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.Outage;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DatabaseAwayAtStartIT.Away.class)
class DatabaseAwayAtStartIT {

    public static class Away implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            // A schema that no other test has made.
            return Map.of("athanor.service", "rlhf");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaAndPostgres.class),
                    new TestResourceEntry(NoDatabase.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    public static class NoDatabase implements QuarkusTestResourceLifecycleManager {

        @Override
        public int order() {
            return 1;
        }

        @Override
        public Map<String, String> start() {
            Outage.ofDatabase();
            return Map.of();
        }

        @Override
        public void stop() {}
    }

    @Test
    void shouldStartWithoutItsDatabaseAndMendItself() {
        // Given
        when().get("/q/health/live").then().statusCode(200);
        when().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body(containsString("the database is away"));
        when().get("/v1/runs").then().statusCode(503).contentType("application/problem+json");

        // When: it cannot stop once more, but start
        Outage.ofDatabase().close();

        // Then
        await().untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
        when().get("/v1/runs").then().statusCode(200);
    }
}
