package org.athanor.reward.scoring;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.reward.RewardEngine;
import org.jboss.logging.Logger;

/**
 * The reward models in memory. One batch is scored at a time: the engine uses every core for one
 * batch, so two at once would only wait for each other, and a model cannot leave while it scores.
 */
@ApplicationScoped
class RewardModels {

    private static final Logger LOG = Logger.getLogger(RewardModels.class);
    private static final boolean BY_USE = true;

    private final ArtifactStore store;
    private final RewardEngine engine;
    private final ScoringConfig config;
    private final ScoringMeters meters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ArtifactId, LoadedRewardModel> loaded =
            new LinkedHashMap<>(16, 0.75f, BY_USE);

    RewardModels(
            ArtifactStore store, RewardEngine engine, ScoringConfig config, ScoringMeters meters) {
        this.store = store;
        this.engine = engine;
        this.config = config;
        this.meters = meters;
    }

    /** Scores token sequences, in the order given. */
    float[] score(ArtifactId rewardModel, List<int[]> sequences) {
        return with(rewardModel, model -> timed(model, sequences));
    }

    /** Encodes answers as the model was trained on them, and scores them. */
    float[] scoreAnswers(ArtifactId rewardModel, Function<AnswerEncoder, List<int[]>> encoding) {
        return with(rewardModel, model -> timed(model, encoding.apply(model.encoder())));
    }

    private float[] timed(LoadedRewardModel model, List<int[]> sequences) {
        try {
            return meters.timed(() -> model.score(sequences.toArray(int[][]::new)));
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.UNPROCESSABLE, e.getMessage(), e);
        }
    }

    private float[] with(ArtifactId id, Function<LoadedRewardModel, float[]> action) {
        lock.lock();
        try {
            return action.apply(loaded(id));
        } finally {
            lock.unlock();
        }
    }

    private LoadedRewardModel loaded(ArtifactId id) {
        LoadedRewardModel model = loaded.get(id);
        if (model == null) {
            makeRoom();
            model = load(id);
            loaded.put(id, model);
        }
        return model;
    }

    private LoadedRewardModel load(ArtifactId id) {
        try {
            LOG.infof("loading reward model %s", id.abbreviated());
            return LoadedRewardModel.load(engine.get(), store.open(id, ArtifactKind.REWARD_MODEL));
        } catch (IOException e) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "reward model %s cannot be loaded: %s".formatted(id, e.getMessage()),
                    e);
        }
    }

    private void makeRoom() {
        Iterator<LoadedRewardModel> byUse = loaded.values().iterator();
        while (loaded.size() >= config.loadedModels()) {
            byUse.next().close();
            byUse.remove();
        }
    }

    @PreDestroy
    void close() {
        lock.lock();
        try {
            loaded.values().forEach(LoadedRewardModel::close);
            loaded.clear();
        } finally {
            lock.unlock();
        }
    }
}
