package org.athanor.tokenizer.report;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactFiles;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Reports of tokenizers and datasets, for programs and for people. */
@Path("/v1/reports/{id}")
@Tag(name = "reports")
@Blocking
class ReportResource {

    private final ArtifactFiles files;

    ReportResource(ArtifactFiles files) {
        this.files = files;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A report's figures")
    public Response figures(@RestPath String id) {
        return Response.ok(files.get(id, ArtifactKind.REPORT, "report.json")).build();
    }

    /** The page needs nothing from anywhere and runs nothing, and the browser is told so. */
    @GET
    @Path("/page")
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "A report as a page")
    public Response page(@RestPath String id) {
        return Response.ok(files.get(id, ArtifactKind.REPORT, "report.html"))
                .type(MediaType.TEXT_HTML + ";charset=utf-8")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .build();
    }
}
