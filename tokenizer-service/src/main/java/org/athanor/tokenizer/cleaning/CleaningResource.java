package org.athanor.tokenizer.cleaning;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.file.Files;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactIds;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The reports of cleaned corpora. */
@Path("/v1/corpora")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Corpora")
class CleaningResource {

    private final ArtifactStore artifacts;

    CleaningResource(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @GET
    @Path("/{id}/cleaning")
    @Operation(summary = "What each step removed and changed when the corpus was cleaned")
    public java.nio.file.Path cleaning(@RestPath String id) {
        java.nio.file.Path report =
                artifacts
                        .open(ArtifactIds.parse(id), ArtifactKind.CORPUS)
                        .directory()
                        .resolve(CleaningReport.FILE_NAME);
        if (!Files.exists(report)) {
            throw new AthanorException(
                    ErrorCode.NOT_FOUND,
                    "the corpus %s was not cleaned: give its run a cleaning".formatted(id));
        }
        return report;
    }
}
