package org.athanor.tokenizer.known;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Publishes a tokenizer that is there already, so that datasets can be built with it. */
@ApplicationScoped
class KnownTokenizerHandler implements RunHandler<KnownTokenizerParameters> {

    private final ArtifactStore artifacts;

    KnownTokenizerHandler(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public String kind() {
        return "known-tokenizer";
    }

    @Override
    public Class<KnownTokenizerParameters> parametersType() {
        return KnownTokenizerParameters.class;
    }

    @Override
    public void validate(KnownTokenizerParameters parameters) {
        if ((parameters.name() == null) == (parameters.model() == null)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "name exactly one of name and model");
        }
        if (parameters.model() != null) {
            artifacts.glance(parameters.model(), ArtifactKind.MODEL); // the run will read it
        } else if (!Tokenizer.names().contains(parameters.name())) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "no vocabulary is called '%s', there are %s"
                            .formatted(parameters.name(), Tokenizer.names()));
        }
    }

    @Override
    public RunOutcome execute(KnownTokenizerParameters parameters, RunContext context)
            throws IOException {
        return parameters.model() == null
                ? named(parameters.name(), context)
                : ofModel(parameters.model(), context);
    }

    private RunOutcome named(String name, RunContext context) throws IOException {
        Tokenizer tokenizer = Tokenizer.named(name);
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.TOKENIZER)) {
            tokenizer.save(draft.directory());
            return publish(draft, List.of(), Map.of("name", name), tokenizer, context);
        }
    }

    /** The model's own files, so that it is seen that a dataset was made with its tokenizer. */
    private RunOutcome ofModel(ArtifactId id, RunContext context) throws IOException {
        Artifact model = artifacts.open(id, ArtifactKind.MODEL);
        Tokenizer tokenizer;
        try {
            tokenizer = Tokenizer.load(model.directory());
        } catch (IOException e) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the tokenizer of model %s cannot be read: %s".formatted(id, e.getMessage()),
                    e);
        }
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.TOKENIZER)) {
            model.copy(Tokenizer.FILES, draft.directory());
            return publish(draft, List.of(id), Map.of(), tokenizer, context);
        }
    }

    private RunOutcome publish(
            ArtifactDraft draft,
            List<ArtifactId> parents,
            Map<String, Object> configuration,
            Tokenizer tokenizer,
            RunContext context) {
        ArtifactId id = artifacts.publish(draft, parents, configuration, context.runId()).id();
        return new RunOutcome(id, Map.of("vocabularySize", tokenizer.vocabularySize()));
    }
}
