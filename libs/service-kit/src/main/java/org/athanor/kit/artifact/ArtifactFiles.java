package org.athanor.kit.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.util.Optional;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;

/**
 * Files of artifacts for clients. Only what a manifest lists is handed out, so no name leads out of an
 * artifact; and only the file that is handed out is verified.
 */
@ApplicationScoped
public class ArtifactFiles {

    private final ArtifactStore store;

    ArtifactFiles(ArtifactStore store) {
        this.store = store;
    }

    /**
     * The file, verified.
     *
     * @param id as the client sent it
     * @throws org.athanor.kit.problem.AthanorException INVALID_REQUEST for what is no id, NOT_FOUND for
     *     an unknown one, UNPROCESSABLE for an artifact of another kind or without such a file
     */
    public Path get(String id, ArtifactKind kind, String name) {
        return store.file(ArtifactIds.parse(id), kind, name);
    }

    /** As {@link #get}, and nothing when the artifact has no such file. */
    public Optional<Path> find(String id, ArtifactKind kind, String name) {
        ArtifactId parsed = ArtifactIds.parse(id);
        boolean lacks =
                store.find(parsed)
                        .filter(manifest -> manifest.kind() == kind)
                        .filter(manifest -> !manifest.has(name))
                        .isPresent();
        return lacks ? Optional.empty() : Optional.of(store.file(parsed, kind, name));
    }

    /** The file to be saved under its own name. */
    public Response download(String id, ArtifactKind kind, String name) {
        Path file = get(id, kind, name);
        return download(file, file.getFileName().toString()).build();
    }

    /** Any content to be saved under a name. */
    public static Response.ResponseBuilder download(Object content, String name) {
        return Response.ok(content)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s\"".formatted(name));
    }
}
