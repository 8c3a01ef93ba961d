/**
 * Models: their configuration, published sizes, what they cost before anything is spent, and the models
 * themselves with their weights in Hugging Face's layout.
 */
package org.athanor.transformer.model;
