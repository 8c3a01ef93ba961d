package org.athanor.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;

/** Pairs of answers of one model, judged by the {@link SyntheticAnnotator} and stored as feedback. */
final class Comparisons {

    private static final int A_REQUEST = 200;

    private final Api api;
    private final Sampler sampler;

    Comparisons(Api api, Sampler sampler) {
        this.api = api;
        this.sampler = sampler;
    }

    /**
     * Judges {@code count} pairs.
     *
     * @param source under which the comparisons are stored, so that a run can ask for them alone
     * @return the share of judgements that follow the rule: no reward model can be expected to agree
     *     with the labels more often
     */
    double collect(
            String name,
            String modelArtifact,
            List<String> prompts,
            int count,
            String source,
            StageLog.Meter meter) {
        SyntheticAnnotator annotator = new SyntheticAnnotator(DemoSize.SEED);
        List<Map<String, Object>> judged = new ArrayList<>();
        int followed = 0;
        int decided = 0;
        for (int round = 0; judged.size() < count; round++) {
            List<String> asked =
                    prompts.subList(0, Math.min(prompts.size(), count - judged.size()));
            List<List<String>> answers =
                    sampler.sample(name, asked, 2, DemoSize.SEED + 1_000L * round);
            for (int i = 0; i < asked.size(); i++) {
                String first = answers.get(i).get(0);
                String second = answers.get(i).get(1);
                String choice = annotator.choose(first, second);
                double difference = DirectSpeechRule.score(first) - DirectSpeechRule.score(second);
                if (difference != 0) {
                    decided++;
                    followed += choice.equals(difference > 0 ? "FIRST" : "SECOND") ? 1 : 0;
                }
                judged.add(
                        comparison(
                                modelArtifact, asked.get(i), first, second, choice, source, round));
            }
            meter.at(judged.size(), count);
        }
        store(judged);
        return (double) followed / decided;
    }

    private void store(List<Map<String, Object>> judged) {
        for (int start = 0; start < judged.size(); start += A_REQUEST) {
            List<Map<String, Object>> some =
                    judged.subList(start, Math.min(judged.size(), start + A_REQUEST));
            api.post(Service.REWARD, "/v1/comparisons", Map.of("comparisons", some));
        }
    }

    /** Named by its content: storing it again adds nothing. */
    private static Map<String, Object> comparison(
            String model,
            String prompt,
            String first,
            String second,
            String choice,
            String source,
            int round) {
        String content = String.join("\u0000", source, model, prompt, first, second, "" + round);
        UUID id = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "id",
                id,
                "prompt",
                prompt,
                "first",
                Map.of("text", first, "model", model),
                "second",
                Map.of("text", second, "model", model),
                "source",
                source,
                "judgement",
                Map.of(
                        "choice",
                        choice,
                        "annotator",
                        SyntheticAnnotator.NAME,
                        "idempotencyKey",
                        id.toString()));
    }
}
