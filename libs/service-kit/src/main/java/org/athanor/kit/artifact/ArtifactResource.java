package org.athanor.kit.artifact;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What artifacts there are and where they come from. */
@Path("/v1/artifacts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Artifacts")
class ArtifactResource {

    private final ArtifactStore store;
    private final Lineage lineage;

    ArtifactResource(ArtifactStore store, Lineage lineage) {
        this.store = store;
        this.lineage = lineage;
    }

    @GET
    @Operation(summary = "The artifacts of a kind, newest first")
    public List<Manifest> list(
            @RestQuery String kind, @RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return store.list(kind(kind)).stream().limit(limit).toList();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "An artifact's manifest")
    public Manifest get(@RestPath String id) {
        ArtifactId artifact = ArtifactIds.parse(id);
        return store.find(artifact)
                .orElseThrow(
                        () -> new AthanorException(ErrorCode.NOT_FOUND, "unknown artifact " + id));
    }

    @GET
    @Path("/{id}/lineage")
    @Operation(summary = "Everything an artifact was made from, nearest first, itself included")
    public List<Lineage.Node> lineage(@RestPath String id) {
        return lineage.of(ArtifactIds.parse(id));
    }

    private static ArtifactKind kind(String text) {
        try {
            return ArtifactKind.ofLabel(text);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }
}
