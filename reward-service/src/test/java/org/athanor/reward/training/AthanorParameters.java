package org.athanor.reward.training;

import java.util.Map;
import org.athanor.kit.json.AthanorJson;

/** Parameters as the kit reads them out of a request. */
final class AthanorParameters {

    private AthanorParameters() {}

    static RewardModelParameters read(Map<String, Object> parameters) {
        return AthanorJson.mapper().convertValue(parameters, RewardModelParameters.class);
    }
}
