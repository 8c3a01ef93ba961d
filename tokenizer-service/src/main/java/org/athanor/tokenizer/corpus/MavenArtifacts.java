package org.athanor.tokenizer.corpus;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.ChecksumFailureException;

/**
 * Jars of sources: of the local repository, else of the configured ones, by Maven's own resolver
 * with checksums that must be right.
 */
@ApplicationScoped
class MavenArtifacts {

    /** What people write; a jar of sources has pictures and archives, too. */
    private static final Set<String> TEXT =
            Set.of(
                    "java",
                    "kt",
                    "kts",
                    "scala",
                    "groovy",
                    "clj",
                    "js",
                    "ts",
                    "css",
                    "html",
                    "xml",
                    "xsd",
                    "json",
                    "yaml",
                    "yml",
                    "properties",
                    "sql",
                    "md",
                    "txt",
                    "proto",
                    "g4",
                    "adoc",
                    "graphql",
                    "toml");

    private final MavenConfig config;

    MavenArtifacts(MavenConfig config) {
        this.config = config;
    }

    /** Refuses what must not be read, without looking for it. */
    MavenCoordinates check(String coordinates) {
        MavenCoordinates wanted =
                MavenCoordinates.of(coordinates)
                        .orElseThrow(
                                () ->
                                        new AthanorException(
                                                ErrorCode.INVALID_REQUEST,
                                                "'%s' is not group:artifact:version with a fixed version"
                                                        .formatted(
                                                                SourceName.printable(
                                                                        coordinates))));
        if (config.groups().orElse(List.of()).stream().noneMatch(wanted::isIn)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "the group %s may not be read: it is not in athanor.corpus.maven.groups"
                            .formatted(wanted.group()));
        }
        return wanted;
    }

    List<OpenableSource> resolve(String coordinates) {
        MavenCoordinates wanted = check(coordinates);
        Path local = wanted.in(config.localRepository());
        Path jar = Files.isRegularFile(local) ? local : download(wanted);
        return List.of(
                new ByteSource(
                        wanted.toString(),
                        () -> Files.newInputStream(jar),
                        jar,
                        MavenArtifacts::isText));
    }

    private static boolean isText(String entry) {
        String lower = entry.toLowerCase(Locale.ROOT);
        return TEXT.contains(lower.substring(lower.lastIndexOf('.') + 1));
    }

    private Path download(MavenCoordinates wanted) {
        RepositorySystem system = new RepositorySystemSupplier().get();
        try {
            DefaultRepositorySystemSession session = session(system);
            ArtifactRequest request =
                    new ArtifactRequest(
                            new DefaultArtifact(
                                    wanted.group(),
                                    wanted.artifact(),
                                    wanted.classifier(),
                                    "jar",
                                    wanted.version()),
                            system.newResolutionRepositories(session, repositories()),
                            null);
            return system.resolveArtifact(session, request).getArtifact().getFile().toPath();
        } catch (ArtifactResolutionException e) {
            throw unresolved(wanted, e);
        } finally {
            system.shutdown();
        }
    }

    private AthanorException unresolved(
            MavenCoordinates wanted, ArtifactResolutionException failure) {
        List<Exception> why = failure.getResult().getExceptions();
        List<URI> repositories = config.repositories().orElse(List.of());
        if (why.stream().anyMatch(e -> e.getCause() instanceof ChecksumFailureException)) {
            return new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "%s is refused: its checksum is not the one that was published with it"
                            .formatted(wanted),
                    failure);
        }
        boolean away =
                why.stream()
                        .anyMatch(
                                e ->
                                        e instanceof ArtifactTransferException
                                                && !(e instanceof ArtifactNotFoundException));
        return away
                ? new AthanorException(
                        ErrorCode.UNAVAILABLE,
                        "%s cannot be fetched from one of %s: is it away, or does it want a login?"
                                .formatted(wanted, repositories),
                        failure)
                : new AthanorException(
                        ErrorCode.UNPROCESSABLE,
                        "%s is neither in the local repository nor in one of %s"
                                .formatted(wanted, repositories),
                        failure);
    }

    private DefaultRepositorySystemSession session(RepositorySystem system) {
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        session.setLocalRepositoryManager(
                system.newLocalRepositoryManager(
                        session, new LocalRepository(config.localRepository().toFile())));
        session.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL);
        int timeoutMs = Math.toIntExact(config.timeout().toMillis());
        session.setConfigProperty(ConfigurationProperties.CONNECT_TIMEOUT, timeoutMs);
        session.setConfigProperty(ConfigurationProperties.REQUEST_TIMEOUT, timeoutMs);
        MavenSettings.of(config.settings()).applyTo(session);
        return session;
    }

    /** The first is Central to the mirrors of a settings.xml. */
    private List<RemoteRepository> repositories() {
        List<RemoteRepository> repositories = new ArrayList<>();
        for (URI url : config.repositories().orElse(List.of())) {
            String id = repositories.isEmpty() ? "central" : "repository-" + repositories.size();
            repositories.add(new RemoteRepository.Builder(id, "default", url.toString()).build());
        }
        return repositories;
    }
}
