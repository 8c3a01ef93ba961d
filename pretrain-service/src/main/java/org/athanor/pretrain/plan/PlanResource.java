package org.athanor.pretrain.plan;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.OptionalLong;
import org.athanor.pretrain.device.DeviceMemory;
import org.athanor.pretrain.device.Engines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Presets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a model would cost, before anything is spent. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Plans")
class PlanResource {

    private final Engines engines;
    private final DeviceMemory memory;

    PlanResource(Engines engines, DeviceMemory memory) {
        this.engines = engines;
        this.memory = memory;
    }

    @POST
    @Path("/plans")
    @Operation(
            summary = "Parameters, memory and operations of a model, for training and for serving")
    public PlanReport plan(@NotNull @Valid PlanRequest request) {
        DecoderConfig config = new ModelChoice(request.preset(), request.model()).config();
        OptionalLong available =
                request.memoryBytes() == null
                        ? memory.availableBytes()
                        : OptionalLong.of(request.memoryBytes());
        return PlanReport.of(
                MemoryGuard.plan(
                        config,
                        request.batch() == null ? 1 : request.batch(),
                        request.sequence() == null ? config.contextLength() : request.sequence(),
                        engines.computeType(request.computeType())),
                memory.devices(),
                available);
    }

    @GET
    @Path("/presets")
    @Operation(summary = "Models by name, with their published shapes")
    public List<Preset> presets() {
        return Presets.all().entrySet().stream()
                .map(
                        each ->
                                new Preset(
                                        each.getKey(),
                                        each.getValue().parameters(),
                                        each.getValue()))
                .toList();
    }

    /** A named model. */
    record Preset(String name, long parameters, DecoderConfig model) {}
}
