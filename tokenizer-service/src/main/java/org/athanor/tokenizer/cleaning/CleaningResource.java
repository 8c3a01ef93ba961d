package org.athanor.tokenizer.cleaning;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactFiles;
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

    private final ArtifactFiles files;

    CleaningResource(ArtifactFiles files) {
        this.files = files;
    }

    @GET
    @Path("/{id}/cleaning")
    @Operation(summary = "What each step removed and changed when the corpus was cleaned")
    public java.nio.file.Path cleaning(@RestPath String id) {
        return files.find(id, ArtifactKind.CORPUS, CleaningReport.FILE_NAME)
                .orElseThrow(
                        () ->
                                new AthanorException(
                                        ErrorCode.NOT_FOUND,
                                        "the corpus %s was not cleaned: give its run a cleaning"
                                                .formatted(id)));
    }
}
