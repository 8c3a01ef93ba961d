package org.athanor.reward.feedback;

/**
 * A comparison and perhaps its judgement, to be recorded together.
 *
 * @param judgement null when the comparison waits for one
 */
record LabelledComparison(NewComparison comparison, NewJudgement judgement) {}
