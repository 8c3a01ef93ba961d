/**
 * Proximal policy optimisation (arXiv:1707.06347) of a language model against a value model: forward
 * passes over sampled answers, clipped losses and optimiser steps. {@code ppo.torchscript} holds the
 * mathematics; where the rewards come from is the caller's affair.
 */
package org.athanor.transformer.ppo;
