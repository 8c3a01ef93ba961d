package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.cleaning.Extended;

/** What a corpus begins with: nothing, or the documents of the corpus that it extends. */
final class CorpusBase {

    private final Artifact corpus;

    private CorpusBase(Artifact corpus) {
        this.corpus = corpus;
    }

    /** @param parent null for a corpus of its own */
    static CorpusBase of(ArtifactStore artifacts, ArtifactId parent) {
        return new CorpusBase(parent == null ? null : artifacts.open(parent, ArtifactKind.CORPUS));
    }

    /** Fills the draft with what is there already and opens the file for what is added. */
    CorpusFile addition(ArtifactDraft draft) throws IOException {
        if (corpus == null) {
            return new CorpusFile(draft.file(CorpusDocuments.FILE_NAME));
        }
        Path file = CorpusParts.of(corpus).extendInto(draft);
        return new CorpusFile(file, documents());
    }

    /** For a cleaner of the documents that are added to the draft. */
    Extended extended(ArtifactDraft draft) throws IOException {
        return corpus == null
                ? new Extended(List.of(), draft.file(CorpusParts.fingerprints(0)))
                : CorpusParts.of(corpus).extended(draft);
    }

    /** Keeps in the draft what its documents were compared by before. */
    void keepFingerprints(ArtifactDraft draft) throws IOException {
        if (corpus != null) {
            CorpusParts.of(corpus).linkFingerprints(draft);
        }
    }

    /** Refuses documents that do not go with those that are there. */
    void requireForm(Form form) {
        if (corpus == null) {
            return;
        }
        Object present = corpus.manifest().configuration().get("form");
        if (!form.label().equals(present)) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the sources hold documents of form %s, but corpus %s is of form %s: a corpus has one form"
                            .formatted(form.label(), corpus.id(), present));
        }
    }

    long documents() {
        return number("documents");
    }

    long textBytes() {
        return number("bytes");
    }

    List<ArtifactId> parents() {
        return corpus == null ? List.of() : List.of(corpus.id());
    }

    private long number(String name) {
        return corpus == null
                ? 0
                : ((Number) corpus.manifest().configuration().get(name)).longValue();
    }
}
