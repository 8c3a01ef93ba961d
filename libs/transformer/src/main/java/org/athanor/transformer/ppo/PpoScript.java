package org.athanor.transformer.ppo;

import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.model.DecoderModel;
import org.athanor.transformer.model.DecoderScript;

/** Loads {@code ppo-training.torchscript} around the decoder of one model. */
final class PpoScript {

    private PpoScript() {}

    static ScriptModule load(DecoderModel model, PpoOptions options) {
        ScriptObject losses =
                new ScriptObject("Ppo")
                        .with("clip_range", options.clipRange())
                        .with("value_clip_range", options.valueClipRange());
        ScriptObject training =
                new ScriptObject("PpoTraining")
                        .with("temperature", options.temperature())
                        .with("decoder", DecoderScript.decoder(model))
                        .with("autograd", DecoderScript.autograd(model))
                        .with("ppo", losses);
        return DecoderScript.load(
                model.engine(),
                model.config(),
                training,
                ScriptSource.resource(PpoScript.class, "ppo.torchscript"),
                ScriptSource.resource(PpoScript.class, "ppo-training.torchscript"));
    }
}
