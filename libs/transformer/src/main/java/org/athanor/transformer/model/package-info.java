/**
 * Models: their configuration, published sizes, what they cost before anything is spent, and the models
 * themselves with their weights in Hugging Face's layout. A model may wear an adapter of low rank, which
 * learns in its place and is kept in PEFT's layout.
 */
package org.athanor.transformer.model;
