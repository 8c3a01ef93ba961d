package org.athanor.pretrain.pretraining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.pretrain.dataset.RowForm;
import org.athanor.pretrain.dataset.TokenDataset;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.dataset.MixtureWeights;
import org.athanor.transformer.dataset.TokenShard;

/**
 * The datasets of a pre-training, opened, and what each has a part of: one dataset, or several that share a
 * tokenizer.
 */
record DatasetMixture(List<Source> sources) {

    private static final int LABEL = 8;

    /**
     * @param asked what the client wrote; without weight and epochs where it named one dataset alone
     * @param rows of its training split
     */
    record Source(TokenDataset dataset, MixtureParameters asked, long rows) {

        /** Rows that it gives at most. */
        long most() {
            return asked.epochs() == null ? Mixture.ENDLESS : epochs();
        }

        /** Rows of its epochs, one where none are named. */
        long epochs() {
            double epochs = asked.epochs() == null ? 1 : asked.epochs();
            return Math.max(1, Math.round(epochs * rows));
        }
    }

    DatasetMixture {
        sources = List.copyOf(sources);
    }

    /** Opens them and counts their rows; the client is told what does not go together. */
    static DatasetMixture open(ArtifactStore store, PretrainParameters parameters) {
        if ((parameters.dataset() == null) == (parameters.mixture() == null)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "name either a dataset or a mixture of datasets, there "
                            + (parameters.dataset() == null ? "was neither" : "were both"));
        }
        List<MixtureParameters> asked =
                parameters.mixture() == null
                        ? List.of(new MixtureParameters(parameters.dataset(), null, null))
                        : parameters.mixture();
        requireWeightsForAllOrNone(asked);
        List<Source> sources = new ArrayList<>();
        Set<ArtifactId> seen = new HashSet<>();
        for (MixtureParameters each : asked) {
            if (!seen.add(each.dataset())) {
                throw new AthanorException(
                        ErrorCode.INVALID_REQUEST,
                        "dataset %s is in the mixture twice: add up its weights"
                                .formatted(each.dataset()));
            }
            TokenDataset dataset = TokenDataset.open(store, each.dataset());
            if (!sources.isEmpty()) {
                dataset.requireTokenizerOf(sources.getFirst().dataset());
            }
            sources.add(new Source(dataset, each, 0));
        }
        return new DatasetMixture(sources);
    }

    private static void requireWeightsForAllOrNone(List<MixtureParameters> asked) {
        long weighted =
                asked.stream().map(MixtureParameters::weight).filter(Objects::nonNull).count();
        if (weighted != 0 && weighted != asked.size()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "%d of the mixture's %d datasets have a weight: give one to all, or to none for shares by size"
                            .formatted(weighted, asked.size()));
        }
    }

    /** The same with the rows of each counted. */
    DatasetMixture counted(RowForm form) {
        return new DatasetMixture(
                sources.stream()
                        .map(each -> new Source(each.dataset(), each.asked(), rows(each, form)))
                        .toList());
    }

    private static long rows(Source source, RowForm form) {
        try (TokenShard train = source.dataset().train()) {
            return form.count(train, source.dataset().tokenizer());
        }
    }

    /** Whose tokenizer the model gets. */
    TokenDataset first() {
        return sources.getFirst().dataset();
    }

    boolean isOne() {
        return sources.size() == 1;
    }

    /** Rows of all epochs together, of which one counts where none is named. */
    long epochRows() {
        return sources.stream().mapToLong(Source::epochs).sum();
    }

    /** Rows that there are, {@link Mixture#ENDLESS} where a dataset begins again and again. */
    long mostRows() {
        return Mixture.most(parts());
    }

    /** A dataset's rows, weight and bound, in their order. */
    List<Mixture.Part> parts() {
        int[] weights = weights();
        List<Mixture.Part> parts = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            parts.add(new Mixture.Part(sources.get(i).rows(), weights[i], sources.get(i).most()));
        }
        return parts;
    }

    /** Shares of all rows, as whole numbers. */
    int[] weights() {
        double[] weights =
                sources.stream()
                        .mapToDouble(
                                each ->
                                        each.asked().weight() == null
                                                ? each.epochs()
                                                : each.asked().weight())
                        .toArray();
        try {
            return MixtureWeights.whole(weights);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, "mixture: " + e.getMessage(), e);
        }
    }

    /** A short name of each for metrics: the beginning of its id. */
    List<String> labels() {
        return sources.stream()
                .map(each -> each.dataset().id().value().substring(0, LABEL))
                .toList();
    }

    List<ArtifactId> ids() {
        return sources.stream().map(each -> each.dataset().id()).toList();
    }

    /** For the artifact's manifest: nothing for one dataset read as usual. */
    Map<String, Object> configuration() {
        if (isOne() && sources.getFirst().asked().epochs() == null) {
            return Map.of();
        }
        int[] weights = weights();
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("dataset", sources.get(i).dataset().id().value());
            part.put("weight", weights[i]);
            if (sources.get(i).asked().epochs() != null) {
                part.put("epochs", sources.get(i).asked().epochs());
            }
            parts.add(part);
        }
        return Map.of("mixture", parts);
    }
}
