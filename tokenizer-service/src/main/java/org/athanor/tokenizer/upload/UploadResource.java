package org.athanor.tokenizer.upload;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes files to read corpora from. */
@Path("/v1/uploads")
@Tag(name = "uploads")
@Blocking
class UploadResource {

    private final UploadStore uploads;

    UploadResource(UploadStore uploads) {
        this.uploads = uploads;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Send a file; its id goes into a corpus run's source")
    public Response upload(InputStream content) {
        return Response.status(Response.Status.CREATED).entity(uploads.keep(content)).build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete an upload; corpora made from it stay")
    public void delete(@PathParam("id") String id) {
        uploads.delete(id);
    }
}
