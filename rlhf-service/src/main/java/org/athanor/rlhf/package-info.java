/**
 * Policy optimisation against a reward: one feature a package, from {@code rollout} over {@code
 * scoring} and {@code advantage} to {@code policy}, which holds the loop.
 */
package org.athanor.rlhf;
