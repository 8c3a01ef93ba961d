package org.athanor.rlhf;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** The service migrates its schema and creates its topics in the background, after it has started. */
public final class Readiness {

    private Readiness() {}

    public static void awaitReady() {
        await("readiness")
                .atMost(Duration.ofMinutes(2))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }
}
