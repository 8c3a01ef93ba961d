/**
 * What outlives a run, or an interruption of it: checkpoints that an interrupted run resumes from to
 * the same weights, and the trained policy with its evaluation samples as artifacts.
 */
package org.athanor.rlhf.checkpoint;
