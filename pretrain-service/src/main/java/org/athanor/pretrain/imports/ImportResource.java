package org.athanor.pretrain.imports;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes models that were made elsewhere. */
@Path("/v1/models")
@Tag(name = "Models")
@Blocking
class ImportResource {

    private final ModelImporter importer;

    ImportResource(ModelImporter importer) {
        this.importer = importer;
    }

    @POST
    @Consumes("application/zip")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Import a folder in Hugging Face's layout, its files at the top of a zip file")
    public Response importFolder(InputStream zip) throws IOException {
        return Response.status(Response.Status.CREATED).entity(importer.importFolder(zip)).build();
    }
}
