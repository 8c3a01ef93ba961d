package org.athanor.kit.run;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive as long as every worker thread is: a dead one claims no more runs, so restart. */
@Liveness
@ApplicationScoped
@WithRuns
class RunWorkersCheck implements HealthCheck {

    private final RunWorkers workers;

    RunWorkersCheck(RunWorkers workers) {
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("run-workers").status(workers.areAlive()).build();
    }
}
