package org.athanor.tokenizer.cleaning;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Makes cleaners of what a run asks for. */
@ApplicationScoped
public class Cleaning {

    private final CleaningConfig config;
    private final EvaluationSets evaluationSets;
    private final LanguageGuess languages;

    Cleaning(CleaningConfig config, EvaluationSets evaluationSets, LanguageGuess languages) {
        this.config = config;
        this.evaluationSets = evaluationSets;
        this.languages = languages;
    }

    /** Refuses what cannot be done, before anything is read. */
    public void validate(CleaningParameters parameters) {
        if (parameters.language() != null) {
            SortedSet<String> known = languages.known();
            for (String language : parameters.language().languages()) {
                require(
                        known.contains(language),
                        "language '%s' is not known, only %s".formatted(language, known));
            }
        }
        if (parameters.decontamination() != null) {
            evaluationSets.requireKnown(parameters.decontamination().sets());
        }
        if (parameters.personalData() != null) {
            for (String region : parameters.personalData().phoneRegions()) {
                require(
                        PhoneFinder.isKnown(region),
                        "phone region '%s' is not known: give a country of ISO 3166, such as US"
                                .formatted(region));
            }
        }
    }

    /**
     * A cleaner for one run.
     *
     * @param extended the corpus that the documents are added to
     * @param folder for what is compared on disk, empty, deleted by the caller
     * @param sink takes the documents that are left
     * @param stillWanted called often; throws to stop
     */
    public <D> Cleaner<D> cleaner(
            CleaningParameters parameters,
            DocumentView<D> view,
            Extended extended,
            Path folder,
            Cleaner.Sink<D> sink,
            Runnable stillWanted)
            throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        return cleaner(parameters, view, extended, folder, sink, stillWanted, threads);
    }

    <D> Cleaner<D> cleaner(
            CleaningParameters parameters,
            DocumentView<D> view,
            Extended extended,
            Path folder,
            Cleaner.Sink<D> sink,
            Runnable stillWanted,
            int threads)
            throws IOException {
        List<Step> steps = new ArrayList<>();
        if (parameters.repair() != null) {
            steps.add(new EncodingRepair(parameters.repair()));
        }
        if (parameters.language() != null) {
            steps.add(new LanguageFilter(languages, parameters.language()));
        }
        if (parameters.quality() != null) {
            steps.add(new QualityRules(parameters.quality()));
        }
        List<EvaluationSets.Loaded> sets = new ArrayList<>();
        if (parameters.decontamination() != null) {
            steps.add(decontamination(parameters.decontamination(), sets));
        }
        PersonalData redaction =
                parameters.personalData() == null
                        ? null
                        : new PersonalData(parameters.personalData());
        if (redaction != null) {
            steps.add(redaction);
        }
        Sampler sampler = new Sampler(redaction);
        Duplicates<D> duplicates =
                parameters.compares()
                        ? new Duplicates<>(
                                parameters,
                                view,
                                extended,
                                sampler,
                                folder,
                                config.sortMemory().asLongValue(),
                                stillWanted,
                                threads)
                        : null;
        return new Cleaner<>(
                view, new Judge<>(steps, view, sampler), duplicates, sink, sets, threads);
    }

    private Step decontamination(
            DecontaminationParameters parameters, List<EvaluationSets.Loaded> loaded)
            throws IOException {
        NgramIndex index = new NgramIndex();
        for (String name : parameters.sets()) {
            loaded.add(evaluationSets.load(name, loaded.size(), parameters.words(), index));
        }
        return new Decontamination(index, parameters.sets(), parameters.action());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, message);
        }
    }
}
