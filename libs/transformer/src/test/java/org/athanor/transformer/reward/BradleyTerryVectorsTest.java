package org.athanor.transformer.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ScalarModel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Losses and gradients that another implementation computed in double precision. */
class BradleyTerryVectorsTest {

    private static final Path VECTORS =
            Path.of("..", "..", "..", "shared", "data", "vectors", "bradley_terry.json");

    @Test
    void shouldComputeTheLossOfEachPair() throws Exception {
        JsonNode vectors = vectors();
        float[] margins = margins(vectors);
        try (Engine engine = Engine.open(new EngineOptions("cpu", "f32", 1));
                LanguageModel body =
                        LanguageModel.initialise(
                                engine, DecoderConfig.llama(8, 8, 1, 1, 1, 8, 8, true), 1);
                ScalarModel model = ScalarModel.fromLanguageModel(body, 2);
                ScriptModule script = RewardTrainer.script(model);
                NDManager scope = engine.newManager()) {
            for (int pair = 0; pair < margins.length; pair++) {
                float loss = loss(script, scope, margins[pair]);
                assertEquals(vectors.get("per_pair").get(pair).asDouble(), loss, 1e-6);
            }
            assertEquals(vectors.get("mean").asDouble(), loss(script, scope, margins), 1e-6);
        }
    }

    @Test
    void shouldGiveTheProbabilityBehindEachGradient() throws Exception {
        JsonNode vectors = vectors();
        float[] margins = margins(vectors);
        for (int pair = 0; pair < margins.length; pair++) {
            // d/d chosen of -log sigmoid(margin) is sigmoid(margin) - 1
            assertEquals(
                    vectors.get("grad_wrt_chosen").get(pair).asDouble(),
                    BradleyTerry.probability(margins[pair]) - 1,
                    1e-7);
        }
    }

    private static float loss(ScriptModule script, NDManager scope, float... margins) {
        float[] preferred = new float[margins.length];
        Arrays.fill(preferred, 1);
        return script.call(
                        "loss",
                        new Arguments(scope)
                                .tensor(scope.create(margins))
                                .tensor(scope.create(preferred)))
                .singletonOrThrow()
                .getFloat();
    }

    private static float[] margins(JsonNode vectors) {
        float[] margins = new float[vectors.get("chosen").size()];
        for (int pair = 0; pair < margins.length; pair++) {
            margins[pair] =
                    (float)
                            (vectors.get("chosen").get(pair).asDouble()
                                    - vectors.get("rejected").get(pair).asDouble());
        }
        return margins;
    }

    private static JsonNode vectors() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(VECTORS),
                "skipped: needs shared data beside the checkout, " + VECTORS);
        return new ObjectMapper().readTree(VECTORS.toFile());
    }
}
