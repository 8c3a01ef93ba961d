package org.athanor.transformer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which matrices of a decoder's body have an adapter, in the order of its weights.
 *
 * @param weights how many weights of a list may come before the adapters: those of the body and a head
 */
public record AdapterLayout(int weights, List<Module> modules) {

    private static final String WEIGHT = ".weight";

    /** Names of adapters' tensors begin with it, because PEFT wraps the base model twice. */
    private static final String PEFT_PREFIX = "base_model.model.";

    public AdapterLayout {
        modules = List.copyOf(modules);
    }

    /**
     * One linear layer as the files know it.
     *
     * @param name of the layer, without {@code .weight}
     * @param weight which weight of the body holds it
     * @param row its first row there
     * @param rows outputs
     * @param columns inputs
     */
    public record Module(String name, int weight, int row, int rows, int columns) {}

    /** No adapters. */
    public static AdapterLayout none() {
        return new AdapterLayout(0, List.of());
    }

    /**
     * The layers that a configuration names.
     *
     * @throws IllegalArgumentException when a target names none, or the rank is no low one for a layer
     */
    static AdapterLayout of(DecoderConfig base, LoraConfig lora) {
        List<Module> linear = linear(base);
        for (String target : lora.targets()) {
            if (linear.stream().noneMatch(module -> LoraConfig.covers(target, module.name()))) {
                throw new IllegalArgumentException(
                        "no linear layer of the model's body is called %s: choose among %s or %s"
                                .formatted(target, lastNames(linear), LoraConfig.ALL_LINEAR));
            }
        }
        List<Module> adapted = linear.stream().filter(m -> lora.covers(m.name())).toList();
        for (Module module : adapted) {
            int narrow = Math.min(module.rows(), module.columns());
            if (lora.rank() > narrow) {
                throw new IllegalArgumentException(
                        "the rank of an adapter must be at most %d, the narrower side of %s, was %d"
                                .formatted(narrow, module.name(), lora.rank()));
            }
        }
        return new AdapterLayout(WeightLayout.bodySize(base) + 1, adapted);
    }

    /** The layers of at least one of several adapters of a model. */
    static AdapterLayout union(DecoderConfig base, List<AdapterLayout> layouts) {
        List<Module> union =
                linear(base).stream()
                        .filter(
                                module ->
                                        layouts.stream().anyMatch(l -> l.modules.contains(module)))
                        .toList();
        return new AdapterLayout(WeightLayout.bodySize(base) + 1, union);
    }

    private static List<Module> linear(DecoderConfig base) {
        WeightLayout layout = WeightLayout.of(base);
        List<Module> modules = new ArrayList<>();
        for (int weight = 0; weight < layout.body(); weight++) {
            if (layout.hiddenMatrices(weight).length > 0) {
                WeightSpec spec = layout.weights().get(weight);
                int row = 0;
                for (WeightSpec.Part part : spec.parts()) {
                    String name = part.name().substring(0, part.name().length() - WEIGHT.length());
                    modules.add(new Module(name, weight, row, part.rows(), spec.columns()));
                    row += part.rows();
                }
            }
        }
        return modules;
    }

    /** The last parts of the layers' names, each once. */
    List<String> lastNames() {
        return lastNames(modules);
    }

    private static List<String> lastNames(List<Module> modules) {
        return modules.stream()
                .map(module -> module.name().substring(module.name().lastIndexOf('.') + 1))
                .distinct()
                .toList();
    }

    /**
     * Two matrices a layer, A [rank, in] and B [out, rank], under PEFT's names. A is random with the
     * variance of Kaiming's uniform distribution as PEFT uses it, 1/(3 in); B is zero, so that a new
     * adapter changes nothing.
     */
    WeightLayout tensors(int rank) {
        return new WeightLayout(
                modules.stream().flatMap(module -> tensors(module, rank)).toList(), 0, 0);
    }

    private static Stream<WeightSpec> tensors(Module module, int rank) {
        String prefix = PEFT_PREFIX + module.name();
        return Stream.of(
                WeightSpec.stacked(
                        module.columns(),
                        1 / Math.sqrt(3.0 * module.columns()),
                        new WeightSpec.Part(prefix + ".lora_A.weight", rank, false)),
                WeightSpec.stacked(
                        rank,
                        0,
                        new WeightSpec.Part(prefix + ".lora_B.weight", module.rows(), false)));
    }

    /** For each weight the number of its first adapter, then how many adapters there are in all. */
    int[] firstOfWeights() {
        int[] first = new int[weights + 1];
        for (Module module : modules) {
            Arrays.setAll(first, w -> w > module.weight() ? first[w] + 1 : first[w]);
        }
        return first;
    }

    /** For each adapter the first row that it changes. */
    int[] firstRows() {
        return modules.stream().mapToInt(Module::row).toArray();
    }
}
