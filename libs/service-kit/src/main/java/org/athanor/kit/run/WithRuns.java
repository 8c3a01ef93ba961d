package org.athanor.kit.run;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A bean that is there only in a service that owns runs. */
@Stereotype
@IfBuildProperty(name = "athanor.run.enabled", stringValue = "true", enableIfMissing = true)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface WithRuns {}
