package org.athanor.kit.topic;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the topics stand. */
@Readiness
@ApplicationScoped
class TopicsReadyCheck implements HealthCheck {

    private final TopicCreation creation;

    TopicsReadyCheck(TopicCreation creation) {
        this.creation = creation;
    }

    @Override
    public HealthCheckResponse call() {
        return creation.isDone()
                ? HealthCheckResponse.up("topics")
                : HealthCheckResponse.named("topics")
                        .down()
                        .withData("reason", creation.obstacle())
                        .build();
    }
}
