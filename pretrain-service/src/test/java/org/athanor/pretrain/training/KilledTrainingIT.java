package org.athanor.pretrain.training;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process after the other trains a bit and is killed; the last one finishes. */
class KilledTrainingIT {

    private static final Pattern WEIGHTS = Pattern.compile("weights ([0-9a-f]{64})");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of the moments to die at; printed with every failure. */
    private static final long SEED = 20_261;

    @TempDir Path folder;

    @Test
    void shouldEndWithTheSameWeightsAfterThreeKills() throws Exception {
        // Given: two moments in the middle of steps, and between them the middle of a write
        Random random = new Random(SEED);
        int first = 14 + random.nextInt(10);
        int last = 40 + random.nextInt(30);
        List<String> deaths =
                List.of(
                        "step=" + first + "," + random.nextInt(10_000),
                        "write=" + (1 + random.nextInt(2)),
                        "step=" + last + "," + random.nextInt(10_000));
        String whole = finish("whole", "rollbacks 1");

        // When
        for (String death : deaths) {
            try (ChildJvm process = start("killed", death)) {
                awaitEnd(process);
                assertTrue(
                        process.log().contains("in step ")
                                || process.log().contains("in the write"),
                        death + ": " + process.log());
                assertTrue(
                        !process.log().contains("weights "),
                        "killed too late: " + death + process.log());
            }
            if (death.startsWith("write")) {
                assertEquals(1, drafts(), "the killed write has left its draft");
            }
            assertLastCheckpointIsWhole(death);
            assertEquals(0, drafts(), "the next one to open the store has swept it");
        }
        String resumed = finish("killed", "rollbacks 0");

        // Then
        assertEquals(whole, resumed, "seed " + SEED + ", " + deaths);
    }

    /** @param says what the log must contain: the last process of several rolls nothing back */
    private String finish(String run, String says) throws Exception {
        try (ChildJvm process = start(run, "never")) {
            awaitEnd(process);
            Matcher weights = WEIGHTS.matcher(process.log());
            assertTrue(weights.find(), process.log());
            assertTrue(process.log().contains(says), process.log());
            return weights.group(1);
        }
    }

    /** The two runs have stores of their own: in one the same work would be there already. */
    private ChildJvm start(String run, String death) throws IOException {
        return ChildJvm.of(
                KilledTrainingMain.class,
                Map.of("OMP_WAIT_POLICY", "PASSIVE", "DJL_OFFLINE", "true"),
                "-XX:TieredStopAtLevel=1",
                folder.resolve(run).toString(),
                folder.resolve(run + "-checkpoint").toString(),
                death);
    }

    private static void awaitEnd(ChildJvm process) {
        await("the end of process " + process.pid())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive());
    }

    private void assertLastCheckpointIsWhole(String death) throws IOException {
        String[] last = Files.readString(folder.resolve("killed-checkpoint")).split(" ", 2);
        DirectoryArtifactStore store =
                new DirectoryArtifactStore(folder.resolve("killed"), Clock.systemUTC());
        assertTrue(
                store.open(new ArtifactId(last[1]), ArtifactKind.CHECKPOINT).has("state.json"),
                death);
    }

    private long drafts() throws IOException {
        try (Stream<Path> tree = Files.walk(folder.resolve("killed/.drafts"))) {
            return tree.filter(path -> path.getFileName().toString().startsWith("checkpoint-"))
                    .count();
        }
    }
}
