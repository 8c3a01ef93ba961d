package org.athanor.kit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFilesTest {

    @TempDir Path root;
    private ArtifactFiles files;
    private String id;

    @BeforeEach
    void publish() throws IOException {
        DirectoryArtifactStore store = new DirectoryArtifactStore(root, Clock.systemUTC());
        files = new ArtifactFiles(store);
        try (ArtifactDraft draft = store.draft(ArtifactKind.REPORT)) {
            Files.writeString(draft.file("pages/report.html"), "good");
            id = store.publish(draft, List.of(), Map.of(), null).id().value();
        }
    }

    @Test
    void shouldFindTheFilesThatThereAre() throws IOException {
        // When
        Path file = files.get(id, ArtifactKind.REPORT, "pages/report.html");

        // Then
        assertEquals("good", Files.readString(file));
        assertEquals(Optional.of(file), files.find(id, ArtifactKind.REPORT, "pages/report.html"));
        assertEquals(Optional.empty(), files.find(id, ArtifactKind.REPORT, "report.html"));
        assertEquals(Optional.empty(), files.find(id, ArtifactKind.REPORT, "../" + id));
    }

    @Test
    void shouldSayWhatIsWrong() {
        // Then
        refused(ErrorCode.INVALID_REQUEST, "nonsense", ArtifactKind.REPORT);
        refused(ErrorCode.NOT_FOUND, "0".repeat(64), ArtifactKind.REPORT);
        refused(ErrorCode.UNPROCESSABLE, id, ArtifactKind.CORPUS);
    }

    private void refused(ErrorCode code, String id, ArtifactKind kind) {
        for (String name : List.of("pages/report.html", "none")) {
            AthanorException find =
                    assertThrows(AthanorException.class, () -> files.find(id, kind, name));
            AthanorException get =
                    assertThrows(AthanorException.class, () -> files.get(id, kind, name));
            assertEquals(code, find.code());
            assertEquals(code, get.code());
            assertTrue(get.getMessage().contains(id), get.getMessage());
        }
    }
}
