/**
 * Training of reward models: a language model's body under a scalar head learns which of two answers
 * people prefer, by the model of Bradley and Terry (Biometrika 39, 1952; arXiv:2203.02155).
 */
package org.athanor.transformer.reward;
