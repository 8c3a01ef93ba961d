package org.athanor.reward.snapshot;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import java.util.function.Consumer;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.reward.feedback.JudgedComparisons;
import org.athanor.reward.feedback.Selection;

/** Freezes feedback and reads what was frozen. */
@ApplicationScoped
public class Snapshots {

    private static final String FILE = "judgements.jsonl";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JudgedComparisons judged;
    private final ArtifactStore store;

    Snapshots(JudgedComparisons judged, ArtifactStore store) {
        this.judged = judged;
        this.store = store;
    }

    /**
     * Publishes the judgements that count now.
     *
     * @throws AthanorException UNPROCESSABLE when there are none
     */
    public Manifest freeze(Selection selection, UUID run) throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.FEEDBACK_SNAPSHOT)) {
            SnapshotWriter snapshot = new SnapshotWriter(draft.file(FILE));
            try (snapshot) {
                judged.forEach(selection, each -> snapshot.add(SnapshotLine.of(each)));
                snapshot.finish();
            }
            if (snapshot.judgements() == 0) {
                throw new AthanorException(
                        ErrorCode.UNPROCESSABLE,
                        "there are no judgements%s to learn from: import or record some first"
                                .formatted(selection));
            }
            return store.publish(draft, snapshot.models(), snapshot.configuration(), run);
        }
    }

    /** Hands over every line of a snapshot, in its order. */
    public void forEach(Artifact snapshot, Consumer<SnapshotLine> action) throws IOException {
        try (BufferedReader lines =
                Files.newBufferedReader(snapshot.file(FILE), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                action.accept(MAPPER.readValue(line, SnapshotLine.class));
            }
        }
    }
}
