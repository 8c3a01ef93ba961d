package org.athanor.rlhf.policy;

import java.util.List;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** The artifacts that a run is given. */
record PpoInputs(Artifact start, Artifact rewardModel, Artifact prompts) {

    /** Refuses, by the parameter's name, what is not there or is of another kind; verifies nothing. */
    static void check(ArtifactStore store, PpoParameters parameters) {
        require(store, parameters.policy(), ArtifactKind.MODEL, "policy");
        require(store, parameters.rewardModel(), ArtifactKind.REWARD_MODEL, "rewardModel");
        require(store, parameters.prompts(), ArtifactKind.DATASET, "prompts");
    }

    private static void require(
            ArtifactStore store, ArtifactId id, ArtifactKind kind, String parameter) {
        Manifest manifest =
                store.find(id)
                        .orElseThrow(
                                () ->
                                        unprocessable(
                                                "%s: there is no artifact %s"
                                                        .formatted(parameter, id)));
        if (manifest.kind() != kind) {
            throw unprocessable(
                    "%s: artifact %s is a %s, not a %s"
                            .formatted(parameter, id, manifest.kind(), kind));
        }
    }

    private static AthanorException unprocessable(String message) {
        return new AthanorException(ErrorCode.UNPROCESSABLE, message);
    }

    static PpoInputs open(ArtifactStore store, PpoParameters parameters) {
        return new PpoInputs(
                store.open(parameters.policy(), ArtifactKind.MODEL),
                store.open(parameters.rewardModel(), ArtifactKind.REWARD_MODEL),
                store.open(parameters.prompts(), ArtifactKind.DATASET));
    }

    /** What everything that the run makes comes from. */
    List<ArtifactId> parents() {
        return List.of(start.id(), rewardModel.id(), prompts.id());
    }
}
