package org.athanor.kit.artifact;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.json.AthanorJson;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.jboss.logging.Logger;

/** The store on a directory: local, or a volume that all replicas share. */
public final class DirectoryArtifactStore implements ArtifactStore {

    private static final Logger LOG = Logger.getLogger(DirectoryArtifactStore.class);

    private static final ObjectMapper MANIFESTS =
            AthanorJson.mapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path root;
    private final Clock clock;
    private final DraftArea drafts;
    private final ArtifactVerification verification = new ArtifactVerification();
    private final KnownParents knownParents = new KnownParents();

    /** Creates the root when it is missing, and sweeps the drafts of killed processes. */
    public DirectoryArtifactStore(Path root, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.clock = clock;
        try {
            Files.createDirectories(this.root);
            this.drafts = new DraftArea(this.root);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "athanor.artifacts.directory must be a writable folder, was " + this.root, e);
        }
    }

    @Override
    public ArtifactDraft draft(ArtifactKind kind) {
        return draft(kind, true);
    }

    @Override
    public ArtifactDraft repeatableDraft(ArtifactKind kind) {
        return draft(kind, false);
    }

    private ArtifactDraft draft(ArtifactKind kind, boolean durable) {
        try {
            return new DirectoryDraft(kind, drafts.newFolder(kind.label()), durable);
        } catch (IOException e) {
            throw StorageFailures.of("starting a " + kind, e);
        }
    }

    @Override
    public Manifest publish(
            ArtifactDraft draft,
            List<ArtifactId> parents,
            Map<String, Object> configuration,
            UUID run) {
        if (!(draft instanceof DirectoryDraft mine)) {
            throw new IllegalArgumentException("a draft of another store: " + draft);
        }
        Map<String, Object> plain = CanonicalJson.configuration(configuration);
        try (mine) {
            List<ArtifactFile> files = mine.seal();
            ArtifactId id = CanonicalJson.id(mine.kind(), parents, plain, files);
            Manifest manifest =
                    new Manifest(id, mine.kind(), parents, plain, files, run, clock.instant());
            return publish(manifest, mine);
        } catch (IOException e) {
            throw StorageFailures.of("publishing a " + mine.kind(), e);
        }
    }

    private Manifest publish(Manifest manifest, DirectoryDraft draft) throws IOException {
        Path folder = folder(manifest.id());
        Optional<Manifest> there = goodOne(manifest.id());
        if (there.isPresent()) {
            return there.get();
        }
        // A power failure may leave a folder without its manifest, into which nothing can be
        // renamed.
        if (Files.exists(folder) && Files.notExists(folder.resolve(Manifest.FILE_NAME))) {
            delete(manifest.id());
        }
        Path described = draft.directory().resolve(Manifest.FILE_NAME);
        Files.write(
                described,
                MANIFESTS.writeValueAsBytes(manifest),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        draft.force(described);
        draft.force(draft.directory());
        Files.createDirectories(folder.getParent());
        draft.force(root);
        try {
            DurableFiles.rename(draft.directory(), folder);
        } catch (IOException e) {
            // Somebody published the same at the same moment.
            return find(manifest.id()).orElseThrow(() -> e);
        }
        draft.force(folder.getParent());
        verification.trust(manifest, folder);
        return manifest;
    }

    /** What is there already, unless it is damaged: then it makes way for the new copy. */
    private Optional<Manifest> goodOne(ArtifactId id) {
        try {
            return find(id).map(manifest -> open(id).manifest());
        } catch (AthanorException e) {
            if (e.code() != ErrorCode.CORRUPT_ARTIFACT) {
                throw e; // not read is not damaged: others may rest on it
            }
            LOG.warnf("replacing a damaged artifact: %s", e.getMessage());
            delete(id);
            return Optional.empty();
        }
    }

    @Override
    public Artifact open(ArtifactId id) {
        Manifest manifest = known(id);
        verification.verify(manifest, folder(id));
        return new Artifact(manifest, folder(id));
    }

    @Override
    public Artifact open(ArtifactId id, ArtifactKind kind) {
        requireKind(known(id), kind);
        return open(id);
    }

    @Override
    public Artifact glance(ArtifactId id, ArtifactKind kind) {
        Manifest manifest = known(id);
        requireKind(manifest, kind);
        verification.verifySizes(manifest, folder(id));
        return new Artifact(manifest, folder(id));
    }

    @Override
    public Path file(ArtifactId id, ArtifactKind kind, String path) {
        Manifest manifest = known(id);
        requireKind(manifest, kind);
        Path file = new Artifact(manifest, folder(id)).file(path);
        verification.verify(manifest, folder(id), path);
        return file;
    }

    /** The manifest of an artifact that must be there. */
    private Manifest known(ArtifactId id) {
        Manifest manifest =
                find(id).orElseThrow(
                                () ->
                                        new AthanorException(
                                                ErrorCode.NOT_FOUND, "unknown artifact " + id));
        if (!manifest.id().equals(id)) {
            throw new AthanorException(
                    ErrorCode.CORRUPT_ARTIFACT,
                    "artifact %s is corrupt: manifest.json is that of %s"
                            .formatted(id, manifest.id()));
        }
        return manifest;
    }

    private static void requireKind(Manifest manifest, ArtifactKind kind) {
        if (manifest.kind() != kind) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "artifact %s is a %s, not a %s"
                            .formatted(manifest.id(), manifest.kind(), kind));
        }
    }

    @Override
    public Optional<Manifest> find(ArtifactId id) {
        try {
            return Optional.of(read(folder(id).resolve(Manifest.FILE_NAME)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new AthanorException(
                    ErrorCode.CORRUPT_ARTIFACT,
                    "artifact " + id + " is corrupt: manifest.json is not readable",
                    e);
        } catch (IOException e) {
            throw StorageFailures.of("reading " + id, e);
        }
    }

    @Override
    public List<Manifest> list(ArtifactKind kind) {
        try (Stream<ArtifactId> all = ids()) {
            return all.flatMap(this::readable)
                    .filter(manifest -> manifest.kind() == kind)
                    .sorted(
                            Comparator.comparing(Manifest::createdAt)
                                    .reversed()
                                    .thenComparing(Manifest::id))
                    .toList();
        } catch (IOException e) {
            throw StorageFailures.of("listing " + kind, e);
        }
    }

    /** The caller closes it. */
    private Stream<ArtifactId> ids() throws IOException {
        return Files.find(root, 2, (path, is) -> isArtifact(path))
                .map(path -> new ArtifactId(path.getFileName().toString()));
    }

    /** One that is damaged or being deleted does not spoil the list. */
    private Stream<Manifest> readable(ArtifactId id) {
        try {
            return find(id).stream();
        } catch (AthanorException e) {
            LOG.warnf("left out of the list: %s", e.getMessage());
            return Stream.empty();
        }
    }

    @Override
    public boolean deleteUnused(ArtifactId id, ArtifactKind kind) {
        Optional<Manifest> manifest = find(id);
        if (manifest.isEmpty()) {
            return true;
        }
        if (manifest.get().kind() != kind) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "artifact %s is a %s, not a %s: it is not deleted"
                            .formatted(id, manifest.get().kind(), kind));
        }
        try (Stream<ArtifactId> all = ids()) {
            if (knownParents.anyHas(id, all.collect(Collectors.toSet()), this::parents)) {
                return false;
            }
        } catch (IOException e) {
            throw StorageFailures.of("looking for what was made from " + id, e);
        }
        delete(id);
        return true;
    }

    /** Null when the manifest cannot be read. */
    private List<ArtifactId> parents(ArtifactId id) {
        return readable(id).map(Manifest::parents).findAny().orElse(null);
    }

    @Override
    public void delete(ArtifactId id) {
        Path folder = folder(id);
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Path aside = drafts.newFolder("deleted").resolve(id.value());
            DurableFiles.rename(folder, aside);
            verification.forget(folder);
            DurableFiles.deleteRecursively(aside.getParent());
        } catch (NoSuchFileException e) {
            LOG.debugf("%s was deleted by somebody else at the same moment", id);
        } catch (IOException e) {
            throw StorageFailures.of("deleting " + id, e);
        }
    }

    private Path folder(ArtifactId id) {
        return root.resolve(id.value().substring(0, 2)).resolve(id.value());
    }

    private boolean isArtifact(Path path) {
        return root.relativize(path).getNameCount() == 2
                && path.getFileName().toString().matches("[0-9a-f]{64}");
    }

    private static Manifest read(Path file) throws IOException {
        return MANIFESTS.readValue(Files.readAllBytes(file), Manifest.class);
    }
}
