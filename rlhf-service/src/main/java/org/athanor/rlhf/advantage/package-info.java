/**
 * From scores to advantages, in double precision: the reward of each answer token with its KL
 * penalty, generalised advantage estimation and whitening. Everything is ragged, {@code
 * [answer][token]}: there is no padding here that a mask could miss.
 */
package org.athanor.rlhf.advantage;
