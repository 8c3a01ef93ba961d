package org.athanor.rlhf.checkpoint;

import org.athanor.rlhf.evaluation.Evaluation;

/**
 * Where a run stands between two iterations: with the models and their optimisers all that the next
 * iteration reads. Prompts and random numbers follow from the run's seed and the iteration.
 *
 * @param iteration how many are done
 * @param klCoefficient β for the next
 * @param ended whether the policy has come so far from the reference that it learns no more
 * @param before the evaluation of the policy that the run started from
 */
public record PpoProgress(int iteration, double klCoefficient, boolean ended, Evaluation before) {}
