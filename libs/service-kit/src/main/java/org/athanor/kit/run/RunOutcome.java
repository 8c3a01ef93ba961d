package org.athanor.kit.run;

import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * How a run ended well.
 *
 * @param artifact what it made, published already; or null
 * @param figures its closing numbers: JSON values, none of them null
 */
public record RunOutcome(ArtifactId artifact, Map<String, Object> figures) {

    public RunOutcome {
        figures = Map.copyOf(figures);
    }
}
