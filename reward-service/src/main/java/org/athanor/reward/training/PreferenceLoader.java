package org.athanor.reward.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.athanor.kit.artifact.Artifact;
import org.athanor.reward.feedback.Turn;
import org.athanor.reward.scoring.AnswerEncoder;
import org.athanor.reward.snapshot.SnapshotLine;
import org.athanor.reward.snapshot.Snapshots;

/** Turns a snapshot into examples, prompt by prompt, in an order that follows from the snapshot. */
@ApplicationScoped
class PreferenceLoader {

    private final Snapshots snapshots;

    PreferenceLoader(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    PreferenceData load(Artifact snapshot, AnswerEncoder encoder, PromptSplit split)
            throws IOException {
        Reading reading = new Reading(encoder, split);
        snapshots.forEach(snapshot, reading::add);
        return reading.data();
    }

    /** The lines read so far. Judgements of one comparison follow each other and share its tokens. */
    private static final class Reading {

        private final AnswerEncoder encoder;
        private final PromptSplit split;
        private final Map<List<Turn>, List<Example>> examples = new LinkedHashMap<>();
        private UUID comparison;
        private Optional<AnswerPair> pair = Optional.empty();
        private long unusable;

        Reading(AnswerEncoder encoder, PromptSplit split) {
            this.encoder = encoder;
            this.split = split;
        }

        void add(SnapshotLine line) {
            if (!line.comparison().equals(comparison)) {
                comparison = line.comparison();
                pair = encoded(line);
            }
            pair.ifPresentOrElse(
                    tokens ->
                            examples.computeIfAbsent(line.messages(), prompt -> new ArrayList<>())
                                    .add(new Example(tokens, line.choice(), line.annotator())),
                    () -> unusable++);
        }

        PreferenceData data() {
            List<PromptGroup> training = new ArrayList<>();
            List<PromptGroup> validation = new ArrayList<>();
            examples.forEach(
                    (prompt, judged) ->
                            (split.holdsOut(prompt) ? validation : training)
                                    .add(new PromptGroup(judged)));
            return new PreferenceData(training, validation, unusable);
        }

        private Optional<AnswerPair> encoded(SnapshotLine line) {
            int[] prompt = encoder.prompt(line.messages());
            Optional<int[]> first = encoder.answer(prompt, line.first());
            Optional<int[]> second = encoder.answer(prompt, line.second());
            return first.isEmpty() || second.isEmpty() || Arrays.equals(first.get(), second.get())
                    ? Optional.empty()
                    : Optional.of(new AnswerPair(prompt, first.get(), second.get()));
        }
    }
}
