package org.athanor.transformer.encoderdecoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.model.DecoderScript;

/**
 * Composes a module around the encoder and decoder: a class that has an attribute {@code model :
 * __torch__.EncoderDecoder}, with the classes that it is made of added.
 */
final class EncoderDecoderScript {

    private EncoderDecoderScript() {}

    /** The encoder and decoder as the value of an attribute, without dropout. */
    static ScriptObject model(Engine engine, EncoderDecoderConfig config) {
        return model(engine, config, 0);
    }

    static ScriptObject model(Engine engine, EncoderDecoderConfig config, double dropout) {
        return new ScriptObject("EncoderDecoder")
                .with("encoder_layers", config.encoderLayers())
                .with("decoder_layers", config.decoderLayers())
                .with("dtype", engine.computeType().scalarType())
                .with("sublayers", sublayers(engine, config, dropout))
                .with("linear", DecoderScript.linear(engine));
    }

    private static ScriptObject sublayers(
            Engine engine, EncoderDecoderConfig config, double dropout) {
        return new ScriptObject("Sublayers")
                .with("dtype", engine.computeType().scalarType())
                .with("epsilon", EncoderDecoderConfig.NORM_EPSILON)
                .with("dropout", dropout)
                .with("frequencies", config.frequencies())
                .with("linear", DecoderScript.linear(engine))
                .with(
                        "attention",
                        DecoderScript.attention(
                                engine, config.heads(), config.heads(), config.headDim()));
    }

    /** Loads {@code root}, whose class and own parts are in the resources called {@code names}. */
    static ScriptModule load(Engine engine, ScriptObject root, String... names) {
        return load(engine, root, Arrays.stream(names).map(EncoderDecoderScript::own).toList());
    }

    static ScriptModule load(Engine engine, ScriptObject root, List<ScriptSource> own) {
        List<ScriptSource> sources = new ArrayList<>(DecoderScript.shared());
        sources.add(own("sublayers.torchscript"));
        sources.add(own("encoder-decoder.torchscript"));
        sources.addAll(own);
        return engine.load(root, sources);
    }

    private static ScriptSource own(String name) {
        return ScriptSource.resource(EncoderDecoderScript.class, name);
    }
}
