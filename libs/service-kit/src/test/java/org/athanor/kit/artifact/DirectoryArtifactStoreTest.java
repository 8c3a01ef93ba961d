package org.athanor.kit.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArtifactStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final ArtifactId UNKNOWN = new ArtifactId("0".repeat(64));

    @TempDir Path root;
    private DirectoryArtifactStore store;

    @BeforeEach
    void open() {
        store = storeAt(NOW);
    }

    @Test
    void shouldGiveTheSameWorkTheSameIdWhoeverDidItAndWhenever() {
        // Given
        Manifest first =
                publish(store, Map.of("seed", 1, "rate", 0.1f, "deep", Map.of("b", 2, "a", 1)));

        // When: another run, later, in a store of its own, with the configuration in another order
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("deep", new java.util.TreeMap<>(Map.of("a", 1L, "b", 2L)));
        configuration.put("rate", 0.1);
        configuration.put("seed", 1);
        configuration.put("absent", null);
        Manifest second =
                publish(
                        new DirectoryArtifactStore(
                                root.resolve("elsewhere"),
                                Clock.offset(Clock.systemUTC(), Duration.ofDays(1))),
                        configuration);

        // Then
        assertEquals(first.id(), second.id());
        assertNotEquals(first.run(), second.run());
        assertNotEquals(first.id(), publish(store, Map.of("seed", 2)).id());
    }

    @Test
    void shouldKeepTheFirstOfTwoEqualArtifacts() {
        // Given
        Manifest first = publish(store, Map.of());

        // When
        Manifest second = publish(storeAt(NOW.plusSeconds(60)), Map.of());

        // Then
        assertEquals(first, second);
        assertEquals(List.of(first), store.list(ArtifactKind.MODEL));
    }

    @Test
    void shouldHaveAnIdThatIsTheHashOfItsCanonicalJson() {
        // Given, When: hashed by hand with sha256sum
        ArtifactId id =
                CanonicalJson.id(
                        ArtifactKind.REPORT, List.of(), Map.of("b", 1.5, "a", "x"), List.of());

        // Then
        assertEquals(
                "{\"configuration\":{\"a\":\"x\",\"b\":1.5},\"files\":[],\"kind\":\"report\",\"parents\":[]}",
                CanonicalJson.of(
                        Map.of(
                                "kind", ArtifactKind.REPORT,
                                "parents", List.of(),
                                "configuration", Map.of("b", 1.5, "a", "x"),
                                "files", List.of())));
        assertEquals(
                "db6805c4e63f82aa4a7be9cd53764e333154a05455358efc4b1ee94370b35210", id.value());
    }

    @Test
    void shouldRefuseAFlippedByteByTheFilesName() throws IOException {
        // Given
        Manifest manifest = publish(store, Map.of());
        Artifact artifact = store.open(manifest.id());
        Path file = artifact.file("weights/model.bin");

        // When: one bit, at the same size, at a later time
        try (RandomAccessFile weights = new RandomAccessFile(file.toFile(), "rw")) {
            int first = weights.read();
            weights.seek(0);
            weights.write(first ^ 1);
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));

        // Then
        AthanorException failure =
                assertThrows(AthanorException.class, () -> store.open(manifest.id()));
        assertEquals(ErrorCode.CORRUPT_ARTIFACT, failure.code());
        assertTrue(failure.getMessage().contains("weights/model.bin"), failure.getMessage());
        assertThrows(AthanorException.class, () -> storeAt(NOW).open(manifest.id()));
    }

    @Test
    void shouldDeleteOnlyWhatNothingWasMadeFromAndOnlyOfTheKindMeant() throws IOException {
        // Given
        Manifest parent = publish(store, Map.of("seed", 1));
        Manifest child;
        try (ArtifactDraft draft = store.draft(ArtifactKind.REPORT)) {
            Files.writeString(draft.file("report.txt"), "good");
            child = store.publish(draft, List.of(parent.id()), Map.of(), null);
        }

        // When, Then
        assertFalse(store.deleteUnused(parent.id(), parent.kind()));
        assertTrue(store.find(parent.id()).isPresent());
        AthanorException failure =
                assertThrows(
                        AthanorException.class,
                        () -> store.deleteUnused(child.id(), ArtifactKind.CHECKPOINT));
        assertTrue(failure.getMessage().contains("is a report"), failure.getMessage());
        assertTrue(store.deleteUnused(child.id(), ArtifactKind.REPORT));
        assertTrue(store.deleteUnused(parent.id(), parent.kind()));
        assertTrue(store.find(parent.id()).isEmpty());
    }

    @Test
    void shouldKnowWhatWasMadeSinceTheLastDeletion() throws IOException {
        // Given: the store has looked at everything once
        Manifest parent = publish(store, Map.of("seed", 1));
        Manifest other = publish(store, Map.of("seed", 2));
        assertTrue(store.deleteUnused(other.id(), other.kind()));
        ArtifactId child = publish(storeAt(NOW), Map.of(), parent.id()).id();

        // Then: of another process' child it knows, and forgets it with its deletion
        assertFalse(store.deleteUnused(parent.id(), parent.kind()));
        assertFalse(store.deleteUnused(parent.id(), parent.kind()));
        storeAt(NOW).delete(child);
        assertTrue(store.deleteUnused(parent.id(), parent.kind()));
    }

    @Test
    void shouldHandOutAFileThatIsGoodThoughAnotherIsNot() throws IOException {
        // Given
        Manifest manifest = publish(store, Map.of());
        Path config = storeAt(NOW).open(manifest.id()).file("config.json");
        byte[] good = Files.readAllBytes(config);
        Files.writeString(store.open(manifest.id()).file("weights/model.bin"), "damaged");

        // Then
        DirectoryArtifactStore fresh = storeAt(NOW);
        ArtifactKind kind = manifest.kind();
        assertEquals(config, fresh.file(manifest.id(), kind, "config.json"));
        assertArrayEquals(good, Files.readAllBytes(config));
        AthanorException damaged =
                assertThrows(
                        AthanorException.class,
                        () -> fresh.file(manifest.id(), kind, "weights/model.bin"));
        assertEquals(ErrorCode.CORRUPT_ARTIFACT, damaged.code());
        assertTrue(damaged.getMessage().contains("weights/model.bin"), damaged.getMessage());
        for (String name : List.of("manifest.json", "../config.json", "weights", "/etc/passwd")) {
            AthanorException refused =
                    assertThrows(
                            AthanorException.class, () -> fresh.file(manifest.id(), kind, name));
            assertEquals(ErrorCode.UNPROCESSABLE, refused.code());
            assertTrue(refused.getMessage().contains("'" + name + "'"), refused.getMessage());
        }
        assertEquals(
                ErrorCode.UNPROCESSABLE,
                assertThrows(
                                AthanorException.class,
                                () -> fresh.file(manifest.id(), ArtifactKind.REPORT, "config.json"))
                        .code());
    }

    @Test
    void shouldSeeAtAGlanceWhatIsMissingOrShortAndNothingElse() throws IOException {
        // Given
        Manifest manifest = publish(store, Map.of("seed", 1));
        Path file = store.open(manifest.id()).file("weights/model.bin");
        byte[] content = Files.readAllBytes(file);
        content[0] ^= 1;
        Files.write(file, content);

        // Then
        assertEquals(file, store.glance(manifest.id(), manifest.kind()).file("weights/model.bin"));
        assertTrue(corrupt(manifest).contains("weights/model.bin"));

        // When
        Files.write(file, Arrays.copyOf(content, content.length - 1));

        // Then
        AthanorException shorter =
                assertThrows(
                        AthanorException.class, () -> store.glance(manifest.id(), manifest.kind()));
        assertEquals(ErrorCode.CORRUPT_ARTIFACT, shorter.code());
        assertTrue(shorter.getMessage().contains("weights/model.bin has"), shorter.getMessage());
        AthanorException other =
                assertThrows(
                        AthanorException.class,
                        () -> store.glance(manifest.id(), ArtifactKind.REPORT));
        assertEquals(ErrorCode.UNPROCESSABLE, other.code());
    }

    @Test
    void shouldMendADamagedArtifactWhenItIsPublishedAgain() throws IOException {
        // Given
        Manifest manifest = publish(store, Map.of());
        Files.writeString(store.open(manifest.id()).file("config.json"), "cut");

        // When
        publish(store, Map.of());

        // Then
        assertEquals("{}", Files.readString(store.open(manifest.id()).file("config.json")));
    }

    @Test
    void shouldPublishWhereAFolderWasLeftWithoutItsManifest() throws IOException {
        // Given: of a draft that nobody waited for the disk with
        Manifest manifest = publish(store, Map.of());
        Files.delete(store.open(manifest.id()).directory().resolve(Manifest.FILE_NAME));

        // When
        Manifest again = publish(store, Map.of());

        // Then
        assertEquals(manifest.id(), again.id());
        assertEquals("{}", Files.readString(storeAt(NOW).open(again.id()).file("config.json")));
        assertEquals(List.of(), files(root.resolve(".drafts")));
    }

    @Test
    void shouldRefuseATamperedManifestAndAMissingFile() throws IOException {
        // Given
        Manifest tampered = publish(store, Map.of("seed", 1));
        Path json = store.open(tampered.id()).directory().resolve(Manifest.FILE_NAME);
        Files.writeString(json, Files.readString(json).replace("\"seed\" : 1", "\"seed\" : 2"));
        Manifest incomplete = publish(store, Map.of("seed", 3));
        Files.delete(store.open(incomplete.id()).file("config.json"));

        // When, Then
        assertTrue(corrupt(tampered).contains(Manifest.FILE_NAME));
        assertTrue(corrupt(incomplete).contains("config.json is missing"));
    }

    @Test
    void shouldNeverShowHalfAnArtifact() throws IOException {
        // Given
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            Files.writeString(draft.file("config.json"), "{}");

            // When, Then
            assertEquals(List.of(), store.list(ArtifactKind.MODEL));
        }
        assertEquals(List.of(), files(root.resolve(".drafts")));
    }

    @Test
    void shouldSweepTheDraftsOfKilledProcessesAndNoOthers() throws IOException {
        // Given
        DraftArea killed = new DraftArea(root);
        Files.writeString(killed.newFolder("model").resolve("half.bin"), "half");
        killed.abandon();
        try (ArtifactDraft alive = store.draft(ArtifactKind.MODEL)) {
            Files.writeString(alive.file("config.json"), "{}");

            // When
            storeAt(NOW);

            // Then
            assertEquals(List.of("config.json"), files(root.resolve(".drafts")));
        }
    }

    @Test
    void shouldPublishOnceWhenManyPublishTheSame() throws Exception {
        // Given, When
        Set<Manifest> published;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            published =
                    threads
                            .invokeAll(
                                    IntStream.range(0, 16)
                                            .<java.util.concurrent.Callable<Manifest>>mapToObj(
                                                    i -> () -> publish(store, Map.of()))
                                            .toList())
                            .stream()
                            .map(java.util.concurrent.Future::resultNow)
                            .collect(Collectors.toSet());
        }

        // Then
        assertEquals(1, published.stream().map(Manifest::id).distinct().count());
        assertEquals(1, store.list(ArtifactKind.MODEL).size());
        store.open(published.iterator().next().id());
    }

    @Test
    void shouldNameWhatItDoesNotKnow() {
        // Given
        Manifest model = publish(store, Map.of());

        // When
        AthanorException unknown = assertThrows(AthanorException.class, () -> store.open(UNKNOWN));
        AthanorException otherKind =
                assertThrows(
                        AthanorException.class,
                        () -> store.open(model.id(), ArtifactKind.TOKENIZER));
        AthanorException noFile =
                assertThrows(
                        AthanorException.class, () -> store.open(model.id()).file("nothing.txt"));

        // Then
        assertEquals(ErrorCode.NOT_FOUND, unknown.code());
        assertTrue(unknown.getMessage().contains(UNKNOWN.value()));
        assertTrue(otherKind.getMessage().contains("is a model, not a tokenizer"));
        assertTrue(noFile.getMessage().contains("weights/model.bin"), noFile.getMessage());
    }

    @Test
    void shouldRefuseAPathThatLeavesTheArtifactAndAConfigurationThatIsNoJson() {
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            assertThrows(AthanorException.class, () -> draft.file("../../etc/passwd"));
            assertThrows(AthanorException.class, () -> draft.file("/etc/passwd"));
        }
        assertThrows(
                IllegalArgumentException.class, () -> publish(store, Map.of("rate", Double.NaN)));
    }

    @Test
    void shouldDeleteForGood() throws IOException {
        // Given
        Manifest manifest = publish(store, Map.of());

        // When
        store.delete(manifest.id());
        store.delete(manifest.id());

        // Then
        assertTrue(store.find(manifest.id()).isEmpty());
        assertFalse(files(root).contains("model.bin"));
    }

    @Test
    void shouldFollowTheLineageBackAndSayWhatIsGone() {
        // Given
        Manifest corpus = publish(store, Map.of("name", "corpus"));
        Manifest dataset = publish(store, Map.of("name", "dataset"), corpus.id());
        Manifest model = publish(store, Map.of("name", "model"), dataset.id(), corpus.id());
        store.delete(corpus.id());

        // When
        List<Lineage.Node> lineage = new Lineage(store).of(model.id());

        // Then
        assertEquals(
                List.of(model.id(), dataset.id(), corpus.id()),
                lineage.stream().map(Lineage.Node::id).toList());
        assertEquals(null, lineage.getLast().kind());
    }

    private String corrupt(Manifest manifest) {
        AthanorException failure =
                assertThrows(AthanorException.class, () -> storeAt(NOW).open(manifest.id()));
        assertEquals(ErrorCode.CORRUPT_ARTIFACT, failure.code());
        return failure.getMessage();
    }

    private DirectoryArtifactStore storeAt(Instant now) {
        return new DirectoryArtifactStore(root, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Manifest publish(
            ArtifactStore store, Map<String, Object> configuration, ArtifactId... parents) {
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            Files.writeString(draft.file("config.json"), "{}");
            Files.write(draft.file("weights/model.bin"), new byte[] {1, 2, 3});
            return store.publish(draft, List.of(parents), configuration, UUID.randomUUID());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .toList();
        }
    }
}
