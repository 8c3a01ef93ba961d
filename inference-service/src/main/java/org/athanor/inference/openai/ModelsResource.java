package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.inference.catalogue.ModelNames;
import org.athanor.inference.catalogue.NamedModel;
import org.athanor.inference.serving.LoadedModel;
import org.athanor.inference.serving.ServedModels;
import org.athanor.inference.serving.ServingException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/models}: the names that this replica serves. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "openai")
@NonBlocking
class ModelsResource {

    private final ModelNames names;
    private final ServedModels served;

    ModelsResource(ModelNames names, ServedModels served) {
        this.names = names;
        this.served = served;
    }

    /** OpenAI's list of models. */
    record ModelList(String object, List<Model> data) {}

    /**
     * OpenAI's model object, and in {@code athanor} what stands behind the name.
     *
     * @param created when the stable model became it, in seconds since 1970
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Model(String id, String object, long created, String ownedBy, Behind athanor) {}

    /**
     * What stands behind a name.
     *
     * @param canary a candidate that answers a share of the requests, or null
     * @param previous what a rollback goes back to, or null
     * @param chat whether the model knows conversations
     * @param base the model over which an adapter answers, or null
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Behind(
            ArtifactId artifact,
            ArtifactId canary,
            double canaryShare,
            ArtifactId previous,
            Optional<Integer> contextLength,
            Optional<Long> parameters,
            boolean chat,
            Optional<ArtifactId> base) {}

    @GET
    @Operation(summary = "The models that are served")
    public ModelList list() {
        return new ModelList("list", names.all().stream().map(this::model).toList());
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One model")
    public Model get(@PathParam("name") String name) {
        return names.find(name)
                .map(this::model)
                .orElseThrow(
                        () ->
                                new ServingException(
                                        ServingException.Reason.MODEL_NOT_FOUND,
                                        "the model '%s' does not exist".formatted(name)));
    }

    private Model model(NamedModel named) {
        Optional<LoadedModel> loaded = served.stable(named.name());
        Behind behind =
                new Behind(
                        named.stable(),
                        named.canary(),
                        named.canaryShare(),
                        named.previous(),
                        loaded.map(LoadedModel::contextLength),
                        loaded.map(LoadedModel::parameterCount),
                        loaded.map(LoadedModel::chats).orElse(false),
                        loaded.flatMap(LoadedModel::base));
        return new Model(
                named.name(), "model", named.stableSince().getEpochSecond(), "athanor", behind);
    }
}
