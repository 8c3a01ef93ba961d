package org.athanor.inference.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once each name of the catalogue was loaded or tried. A name that cannot be loaded is shown
 * and does not take the others down.
 */
@Readiness
@ApplicationScoped
class ModelsReadiness implements HealthCheck {

    private final ModelNames names;

    ModelsReadiness(ModelNames names) {
        this.names = names;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("models").status(names.isComplete());
        names.all().forEach(model -> response.withData(model.name(), model.stable().value()));
        names.failures().forEach((name, reason) -> response.withData(name + " failed", reason));
        return response.build();
    }
}
