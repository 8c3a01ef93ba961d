package org.athanor.transformer.model;

import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;

/** The script that reads given sequences with a fixed model. */
final class Scoring {

    private Scoring() {}

    static ScriptModule module(DecoderModel model) {
        return DecoderScript.load(
                model.engine(),
                model.config(),
                new ScriptObject("Scoring").with("decoder", DecoderScript.decoder(model)),
                ScriptSource.resource(Scoring.class, "scoring.torchscript"));
    }
}
