package org.athanor.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.RunView;
import org.athanor.cli.api.Runs;
import org.athanor.cli.api.Service;

/**
 * The life of a model, stage by stage, on the services' own API. What a stage starts carries a key
 * made from the life's id and the stage's name, so that a call repeated after a service's restart
 * starts nothing twice.
 */
final class Life {

    /** The names under which the models are served. */
    static final String FINE_TUNED = "athanor-sft";

    static final String OPTIMISED = "athanor";

    private final DemoSize size;
    private final Api api;
    private final Runs runs;
    private final StageLog stages;
    private final UUID life;

    Life(DemoSize size, Api api, StageLog stages, UUID life) {
        this.size = size;
        this.api = api;
        this.runs = new Runs(api);
        this.stages = stages;
        this.life = life;
    }

    /** Walks the whole life; the results are in the stage log. */
    Outcome live() throws InterruptedException {
        String corpus = readCorpus();
        String tokenizer = trainTokenizer(corpus);
        String dataset = buildDataset("dataset", corpus, tokenizer, 0.05);
        String base = pretrain(dataset);
        Pairs pairs = cutPairs(tokenizer);
        String fineTuned = fineTune(base, pairs.dataset());
        promote("promote fine-tuned", FINE_TUNED, fineTuned);
        Sampler sampler = new Sampler(api, tokenizer);
        double ceiling = compare(sampler, fineTuned, pairs.prompts());
        String rewardModel = trainRewardModel(fineTuned, ceiling);
        RunView ppo = optimise(fineTuned, rewardModel, pairs.dataset());
        String policy = ppo.artifact().orElseThrow();
        promote("promote policy", OPTIMISED, policy);
        Evaluation evaluation = evaluate(sampler, pairs.heldBack(), ppo);
        bitsPerByte(dataset, base, fineTuned, policy);
        return new Outcome(pairs.heldBack().getFirst(), evaluation.reached(size));
    }

    /** What the demo ends with: a prompt to try, and whether the target was met. */
    record Outcome(String examplePrompt, boolean reached) {}

    /**
     * @param prompts those of the fine-tuning pairs
     * @param heldBack prompts that no run of the life ever sees, for the evaluation
     */
    private record Pairs(String dataset, List<String> prompts, List<String> heldBack) {}

    private String readCorpus() throws InterruptedException {
        Map<String, Object> source =
                Map.of("resource", Europarl.RESOURCE, "format", "tsv", "column", Europarl.BODY);
        return run(
                        "corpus",
                        Service.TOKENIZER,
                        "corpus",
                        Map.of(
                                "name",
                                "europarl-en",
                                "sources",
                                List.of(source),
                                "language",
                                "en",
                                "limit",
                                Europarl.FIRST_HELD_OUT),
                        "documents",
                        "bytes")
                .artifact()
                .orElseThrow();
    }

    private String trainTokenizer(String corpus) throws InterruptedException {
        return run(
                        "tokenizer",
                        Service.TOKENIZER,
                        "tokenizer",
                        Map.of("corpus", corpus, "vocabularySize", size.vocabularySize()),
                        "vocabularySize",
                        "bytesPerToken")
                .artifact()
                .orElseThrow();
    }

    private String buildDataset(String stage, String corpus, String tokenizer, double validation)
            throws InterruptedException {
        return run(
                        stage,
                        Service.TOKENIZER,
                        "dataset",
                        Map.of(
                                "corpus", corpus,
                                "tokenizer", tokenizer,
                                "validationShare", validation,
                                "seed", DemoSize.SEED),
                        "documents",
                        "tokens")
                .artifact()
                .orElseThrow();
    }

    private String pretrain(String dataset) throws InterruptedException {
        Map<String, Object> parameters = new HashMap<>(size.pretrain());
        parameters.putAll(
                Map.of("dataset", dataset, "preset", size.preset(), "seed", DemoSize.SEED));
        return run(
                        "pre-train",
                        Service.PRETRAIN,
                        "pretrain",
                        parameters,
                        "parameters",
                        "bitsPerByte",
                        "tokensPerSecond",
                        "modelFlopsUtilisation")
                .artifact()
                .orElseThrow();
    }

    private Pairs cutPairs(String tokenizer) throws InterruptedException {
        List<Passage> all = Europarl.heldOutPassages();
        List<Passage> passages = all.subList(0, all.size() - size.evaluationPrompts());
        List<Passage> heldBack = all.subList(passages.size(), all.size());
        StringBuilder lines = new StringBuilder();
        for (Passage passage : passages) {
            JsonNode line = api.json().valueToTree(passage);
            lines.append(line).append('\n');
        }
        String upload =
                api.upload(
                                Service.TOKENIZER,
                                "/v1/uploads",
                                BodyPublishers.ofByteArray(
                                        lines.toString().getBytes(StandardCharsets.UTF_8)),
                                "application/octet-stream")
                        .path("id")
                        .asText();
        String corpus =
                run(
                                "pairs",
                                Service.TOKENIZER,
                                "corpus",
                                Map.of(
                                        "name",
                                        "europarl-en-pairs",
                                        "sources",
                                        List.of(Map.of("upload", upload, "format", "jsonl"))),
                                "documents")
                        .artifact()
                        .orElseThrow();
        String dataset = buildDataset("pairs dataset", corpus, tokenizer, 0.1);
        List<String> prompts =
                new ArrayList<>(passages.stream().map(Passage::prompt).distinct().toList());
        Collections.shuffle(prompts, new Random(DemoSize.SEED));
        return new Pairs(dataset, prompts, heldBack.stream().map(Passage::prompt).toList());
    }

    private String fineTune(String base, String dataset) throws InterruptedException {
        Map<String, Object> parameters = new HashMap<>(size.finetune());
        parameters.putAll(Map.of("model", base, "dataset", dataset, "seed", DemoSize.SEED));
        return run(
                        "fine-tune",
                        Service.PRETRAIN,
                        "finetune",
                        parameters,
                        "validationLoss",
                        "tokensPerSecond")
                .artifact()
                .orElseThrow();
    }

    private void promote(String stage, String name, String model) throws InterruptedException {
        stages.timed(
                stage,
                "models",
                meter -> {
                    api.post(
                            Service.INFERENCE,
                            "/v1/models/" + name + "/promotions",
                            Map.of("model", model, "action", "promote"));
                    return new StageLog.Made(model, Map.of("name", name));
                });
    }

    private double compare(Sampler sampler, String model, List<String> prompts)
            throws InterruptedException {
        double[] ceiling = new double[1];
        stages.timed(
                "comparisons",
                "pairs",
                meter -> {
                    Comparisons comparisons = new Comparisons(api, sampler);
                    ceiling[0] =
                            comparisons.collect(
                                    FINE_TUNED,
                                    model,
                                    prompts,
                                    size.comparisons(),
                                    source(),
                                    meter);
                    Map<String, Object> figures = new LinkedHashMap<>();
                    figures.put("judgements", size.comparisons());
                    figures.put("annotator", SyntheticAnnotator.NAME + " (synthetic)");
                    figures.put("labelsThatFollowTheRule", ceiling[0]);
                    return new StageLog.Made(null, figures);
                });
        return ceiling[0];
    }

    private String trainRewardModel(String fineTuned, double ceiling) throws InterruptedException {
        Map<String, Object> parameters = new HashMap<>(size.rewardModel());
        parameters.putAll(
                Map.of(
                        "model",
                        fineTuned,
                        "annotators",
                        List.of(SyntheticAnnotator.NAME),
                        "sources",
                        List.of(source()),
                        "temperature",
                        DemoSize.TEMPERATURE,
                        "maximumTokens",
                        DemoSize.MAXIMUM_TOKENS,
                        "seed",
                        DemoSize.SEED));
        RunView run = startAndAwait("reward model", Service.REWARD, "reward-model", parameters);
        Map<String, Object> figures = figures(run, "accuracy", "lengthBaselineAccuracy");
        figures.put("accuracyCeiling", ceiling);
        stages.finish("reward model", run.artifact().orElse(null), figures);
        return run.artifact().orElseThrow();
    }

    private RunView optimise(String fineTuned, String rewardModel, String prompts)
            throws InterruptedException {
        Map<String, Object> parameters = new HashMap<>(size.ppo());
        parameters.putAll(
                Map.of(
                        "policy",
                        fineTuned,
                        "rewardModel",
                        rewardModel,
                        "prompts",
                        prompts,
                        "temperature",
                        DemoSize.TEMPERATURE,
                        "maximumTokens",
                        DemoSize.MAXIMUM_TOKENS,
                        "seed",
                        DemoSize.SEED));
        return run(
                "policy (PPO)",
                Service.RLHF,
                "ppo",
                parameters,
                "scoreBefore",
                "scoreAfter",
                "kl",
                "endRateAfter");
    }

    private Evaluation evaluate(Sampler sampler, List<String> prompts, RunView ppo)
            throws InterruptedException {
        Evaluation[] evaluation = new Evaluation[1];
        stages.timed(
                "gold score (synthetic)",
                "answers",
                meter -> {
                    evaluation[0] =
                            new Evaluation(
                                    Statistics.of(goldScores(sampler, FINE_TUNED, prompts)),
                                    Statistics.of(goldScores(sampler, OPTIMISED, prompts)),
                                    ppo.figure("kl"));
                    return new StageLog.Made(null, evaluation[0].figures());
                });
        return evaluation[0];
    }

    private static double[] goldScores(Sampler sampler, String name, List<String> prompts) {
        return sampler.sample(name, prompts, 2, DemoSize.SEED).stream()
                .flatMap(List::stream)
                .mapToDouble(DirectSpeechRule::score)
                .toArray();
    }

    private void bitsPerByte(String dataset, String base, String fineTuned, String policy)
            throws InterruptedException {
        stages.begin("bits per byte", "windows");
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, String> models = new LinkedHashMap<>();
        models.put("base", base);
        models.put("fineTuned", fineTuned);
        models.put("policy", policy);
        for (Map.Entry<String, String> model : models.entrySet()) {
            RunView run =
                    await(
                            "evaluate " + model.getKey(),
                            Service.PRETRAIN,
                            "evaluate",
                            Map.of("model", model.getValue(), "dataset", dataset));
            figures.put(model.getKey(), run.figure("bitsPerByte"));
        }
        stages.finish("bits per byte", null, figures);
    }

    /** Comparisons of one size of the demo are kept apart from the other's. */
    private String source() {
        return size.quick() ? "demo-quick" : "demo";
    }

    private RunView run(
            String stage,
            Service service,
            String kind,
            Map<String, Object> parameters,
            String... shown)
            throws InterruptedException {
        RunView run = startAndAwait(stage, service, kind, parameters);
        stages.finish(stage, run.artifact().orElse(null), figures(run, shown));
        return run;
    }

    private RunView startAndAwait(
            String stage, Service service, String kind, Map<String, Object> parameters)
            throws InterruptedException {
        stages.begin(stage, unit(kind));
        return await(stage, service, kind, parameters);
    }

    private static String unit(String kind) {
        return switch (kind) {
            case "corpus" -> "documents";
            case "tokenizer" -> "merges";
            case "dataset" -> "documents";
            case "ppo" -> "rollouts";
            default -> "steps";
        };
    }

    private RunView await(String name, Service service, String kind, Map<String, Object> parameters)
            throws InterruptedException {
        UUID key = UUID.nameUUIDFromBytes((life + "/" + name).getBytes(StandardCharsets.UTF_8));
        RunView run = runs.await(runs.start(service, kind, parameters, key), stages::watch);
        if (!run.succeeded()) {
            throw new DemoFailedException(
                    "%s %s: %s (run %s)"
                            .formatted(
                                    name,
                                    run.state(),
                                    run.reason().orElse("no reason given"),
                                    run.id()));
        }
        return run;
    }

    private static Map<String, Object> figures(RunView run, String... names) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (String name : names) {
            figures.put(name, run.figure(name));
        }
        return figures;
    }
}
