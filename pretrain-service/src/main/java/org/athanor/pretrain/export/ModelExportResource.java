package org.athanor.pretrain.export;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactFiles;
import org.athanor.kit.artifact.ArtifactIds;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.gguf.GgufType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Hands models to other programs. */
@Path("/v1/models")
@Tag(name = "Models")
@Blocking
class ModelExportResource {

    private final ArtifactStore store;
    private final ArtifactFiles files;

    ModelExportResource(ArtifactStore store, ArtifactFiles files) {
        this.store = store;
        this.files = files;
    }

    @GET
    @Path("/{id}/gguf")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "The model as a GGUF file for llama.cpp, its tokenizer inside",
            description = "type: f32, f16, bf16 or q8_0")
    public Response gguf(@RestPath String id, @RestQuery @DefaultValue("bf16") String type) {
        GgufType wanted = type(type);
        Artifact artifact = store.open(ArtifactIds.parse(id), ArtifactKind.MODEL);
        try {
            GgufModel model = new GgufModel(artifact, wanted);
            String name = artifact.id().abbreviated() + "-" + type + ".gguf";
            return ArtifactFiles.download(model, name)
                    .header(HttpHeaders.CONTENT_LENGTH, model.bytes())
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "model %s cannot be exported: %s".formatted(artifact.id(), e.getMessage()),
                    e);
        }
    }

    @GET
    @Path("/{id}/files/{name: .+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "One of the model's files in Hugging Face's layout, as its manifest lists it")
    public Response file(@RestPath String id, @RestPath String name) {
        return files.download(id, ArtifactKind.MODEL, name);
    }

    private static GgufType type(String label) {
        try {
            return GgufType.ofLabel(label);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }
}
