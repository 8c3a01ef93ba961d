package org.athanor.transformer.encoderdecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;

/**
 * Finds targets for sources (arXiv:1706.03762, section 6.1). A source is encoded once; the decoder keeps
 * the keys and values of earlier tokens, so that each step reads one token a hypothesis. The same sources,
 * options and threads give the same targets. Nobody may train the model meanwhile.
 */
public final class BeamSearch implements AutoCloseable {

    /** Hypotheses of one forward. */
    private static final int LARGEST_BATCH = 256;

    private final EncoderDecoderModel model;
    private final EncoderDecoderConfig config;
    private final Engine engine;
    private final ScriptModule script;

    public BeamSearch(EncoderDecoderModel model) {
        this.model = model;
        this.config = model.config();
        this.engine = model.engine();
        this.script =
                EncoderDecoderScript.load(
                        engine,
                        new ScriptObject("BeamSearch")
                                .with("model", EncoderDecoderScript.model(engine, config)),
                        "beam-search.torchscript");
    }

    /**
     * The best target that the search finds for every source.
     *
     * @throws IllegalArgumentException when a source does not fit the model
     */
    public List<Translation> translate(int[][] sources, BeamOptions options) {
        PairTensors.checkSources(config, sources);
        List<Translation> translations = new ArrayList<>(sources.length);
        int batch = Math.max(1, LARGEST_BATCH / options.width());
        try (NDManager scope = engine.newManager()) {
            List<NDArray> weights =
                    script.call(
                            "pack",
                            new Arguments(scope).list("weights", model.weights().tensors()));
            for (int from = 0; from < sources.length; from += batch) {
                int to = Math.min(sources.length, from + batch);
                int[][] some = Arrays.copyOfRange(sources, from, to);
                List<Beam> beams = beams(some, options);
                search(weights, some, beams, options);
                beams.forEach(beam -> translations.add(beam.result()));
            }
        }
        return translations;
    }

    private List<Beam> beams(int[][] sources, BeamOptions options) {
        return Arrays.stream(sources)
                .map(s -> new Beam(options, config, options.room(s.length, config.maxLength())))
                .toList();
    }

    private void search(
            List<NDArray> weights, int[][] sources, List<Beam> beams, BeamOptions options) {
        int longest = Arrays.stream(sources).mapToInt(s -> s.length).max().orElseThrow();
        int capacity = options.room(longest, config.maxLength());
        try (NDManager scope = engine.newManager()) {
            Arguments arguments = new Arguments(scope).list("weights", weights);
            NDList begun =
                    script.call(
                            "begin",
                            PairTensors.sources(arguments, scope, sources).number(capacity));
            NDArray visible = begun.get(0);
            NDArray cache = begun.get(1);
            List<NDArray> memory = begun.subList(2, begun.size());
            for (int slot = 0; !beams.stream().allMatch(Beam::isDone); slot++) {
                try (NDManager step = engine.newManager()) {
                    Arguments given =
                            new Arguments(step)
                                    .list("weights", weights)
                                    .list("memory", memory)
                                    .tensor(visible)
                                    .tensor(cache);
                    NDList results =
                            script.call("advance", hypotheses(given, step, beams, slot, options));
                    cache.close();
                    cache = results.get(0);
                    cache.attach(scope);
                    accept(results, beams);
                }
            }
        }
    }

    /** The rows of the cache that the hypotheses go on from, their last tokens, and what to look for. */
    private Arguments hypotheses(
            Arguments arguments, NDManager scope, List<Beam> beams, int slot, BeamOptions options) {
        int earlier = slot < 2 ? 1 : options.width(); // before any step and after it
        int now = slot == 0 ? 1 : options.width();
        long[] parents = new long[beams.size() * now];
        long[] tokens = new long[parents.length];
        for (int b = 0; b < beams.size(); b++) {
            int[] beamParents = beams.get(b).parents();
            int[] beamTokens = beams.get(b).lastTokens();
            for (int h = 0; h < now; h++) {
                parents[b * now + h] = (long) b * earlier + beamParents[h];
                tokens[b * now + h] = beamTokens[h];
            }
        }
        return arguments
                .tensor(scope.create(parents))
                .tensor(scope.create(tokens))
                .number(slot)
                .number(candidates(options));
    }

    /** Continuations of one hypothesis among which the best of all must be. */
    private int candidates(BeamOptions options) {
        int width = options.width();
        return width == 1 ? 1 : Math.min(config.vocabularySize(), 2 * width);
    }

    private static void accept(NDList results, List<Beam> beams) {
        float[] logProbs = results.get(1).toFloatArray();
        long[] ids = results.get(2).toLongArray();
        int candidates = (int) results.get(1).getShape().get(1);
        int rows = ids.length / candidates / beams.size();
        for (int b = 0; b < beams.size(); b++) {
            float[][] beamLogProbs = new float[rows][candidates];
            int[][] beamIds = new int[rows][candidates];
            for (int i = 0; i < rows * candidates; i++) {
                int at = b * rows * candidates + i;
                beamLogProbs[i / candidates][i % candidates] = logProbs[at];
                beamIds[i / candidates][i % candidates] = (int) ids[at];
            }
            beams.get(b).advance(beamLogProbs, beamIds);
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
