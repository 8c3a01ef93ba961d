package org.athanor.transformer.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.model.AdapterLayout;
import org.athanor.transformer.model.AdapterStack;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LoraAdapter;

/** The adapters of one batch: which there are, and which one each row that still speaks wears. */
final class RowAdapters implements AutoCloseable {

    private final Engine engine;
    private final AdapterStack stack; // null when no row wears one
    private long[] choices;
    private NDManager chosenManager;
    private List<NDArray> chosen = List.of();

    RowAdapters(Engine engine, DecoderConfig config, List<AdaptedPrompt> prompts) {
        this.engine = engine;
        List<LoraAdapter> adapters =
                prompts.stream()
                        .map(AdaptedPrompt::adapter)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        this.choices = prompts.stream().mapToLong(p -> adapters.indexOf(p.adapter()) + 1).toArray();
        this.stack = adapters.isEmpty() ? null : new AdapterStack(engine, config, adapters);
        this.chosenManager = engine.newManager();
    }

    /** The layers that any row's adapter changes. */
    AdapterLayout layout() {
        return stack == null ? AdapterLayout.none() : stack.layout();
    }

    /** Goes on with these rows of the present ones alone. */
    void keep(int[] rows) {
        choices = Arrays.stream(rows).mapToLong(row -> choices[row]).toArray();
        chosen = List.of();
    }

    /** Packed weights, followed by the present rows' adapters as the script takes them. */
    List<NDArray> behind(List<NDArray> packed, ScriptModule script) {
        if (stack == null) {
            return packed;
        }
        if (chosen.isEmpty()) {
            chosenManager.close();
            chosenManager = engine.newManager();
            boolean same = Arrays.stream(choices).distinct().count() == 1;
            long[] choice = same ? new long[] {choices[0]} : choices;
            chosen =
                    script.call(
                            "choose",
                            new Arguments(chosenManager)
                                    .list("stacks", stack.tensors())
                                    .tensor(chosenManager.create(choice)));
        }
        List<NDArray> all = new ArrayList<>(packed);
        all.addAll(chosen);
        return all;
    }

    @Override
    public void close() {
        chosenManager.close();
        if (stack != null) {
            stack.close();
        }
    }
}
