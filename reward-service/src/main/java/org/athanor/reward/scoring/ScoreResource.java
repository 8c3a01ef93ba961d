package org.athanor.reward.scoring;

import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Scores by REST. */
@Path("/v1/scores")
@Blocking
@Tag(name = "Scoring")
class ScoreResource {

    private final RewardModels models;

    ScoreResource(RewardModels models) {
        this.models = models;
    }

    @POST
    @Operation(
            summary = "Score answers with a reward model",
            description =
                    "Normalised: the answers of the model that the reward model was made from score"
                            + " 0 on average with a standard deviation of 1. A score is read at the"
                            + " end token, which is added to items; sequences are taken as they"
                            + " are.")
    public ScoreRequest.Scores score(@Valid @NotNull ScoreRequest request) {
        float[] scores =
                request.hasItems()
                        ? models.scoreAnswers(request.rewardModel(), request::encoded)
                        : models.score(request.rewardModel(), request.sequences());
        return new ScoreRequest.Scores(request.rewardModel(), scores);
    }
}
