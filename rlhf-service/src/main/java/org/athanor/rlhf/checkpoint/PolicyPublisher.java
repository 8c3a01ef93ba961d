package org.athanor.rlhf.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunContext;
import org.athanor.rlhf.evaluation.Sample;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Publishes what a run made. Nothing that depends on time or place goes in. */
public final class PolicyPublisher {

    /** An adapter in PEFT's layout. That of the start is merged into it, and not this policy's. */
    private static final String ADAPTER_FOLDER = "adapter";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArtifactStore store;
    private final RunContext context;
    private final List<ArtifactId> parents;

    /**
     * @param parents start policy, reward model and prompts
     */
    public PolicyPublisher(ArtifactStore store, RunContext context, List<ArtifactId> parents) {
        this.store = store;
        this.context = context;
        this.parents = List.copyOf(parents);
    }

    /**
     * The trained policy, in the layout of the model it started from, with its tokenizer; an adapter that
     * it wears is merged, and lies beside it.
     *
     * @param configuration what the run was told
     */
    public ArtifactId publishPolicy(
            LanguageModel policy, Artifact start, Map<String, Object> configuration)
            throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            policy.save(draft.directory());
            if (policy.adapter().isPresent()) {
                Path folder = draft.directory().resolve(ADAPTER_FOLDER);
                policy.adapter().get().save(folder, start.id().value());
            }
            for (ArtifactFile file : start.manifest().files()) {
                if (!writtenByModel(file.path())) {
                    Files.copy(start.file(file.path()), draft.file(file.path()));
                }
            }
            return store.publish(draft, parents, configuration, context.runId()).id();
        }
    }

    /** The shape, the weights, however many files the start policy had them in, and an adapter. */
    private static boolean writtenByModel(String path) {
        return path.equals("config.json")
                || path.endsWith(".safetensors")
                || path.endsWith(".safetensors.index.json")
                || path.startsWith(ADAPTER_FOLDER + "/");
    }

    /** The final evaluation's answers, one JSON a line, for people to read. */
    public void publishSamples(ArtifactId policy, List<Sample> samples, Tokenizer tokenizer)
            throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.ROLLOUTS)) {
            try (BufferedWriter writer = Files.newBufferedWriter(draft.file("samples.jsonl"))) {
                for (Sample sample : samples) {
                    writer.write(JSON.writeValueAsString(readable(sample, tokenizer)));
                    writer.write('\n');
                }
            }
            Manifest manifest =
                    store.publish(
                            draft,
                            List.of(policy, parents.get(1), parents.get(2)),
                            Map.of("samples", samples.size()),
                            context.runId());
            context.published(manifest);
        }
    }

    private static Map<String, Object> readable(Sample sample, Tokenizer tokenizer) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("prompt", tokenizer.decode(sample.prompt()));
        line.put("answer", tokenizer.decode(sample.answer()));
        line.put("score", sample.score());
        line.put("kl", sample.kl());
        line.put("ended", sample.ended());
        line.put("tokens", sample.answer().length);
        return line;
    }
}
