/**
 * Models from elsewhere: a folder in Hugging Face's layout, sent as one zip file, becomes a model
 * artifact once it was loaded and answered. Nothing in it is believed before it is checked.
 */
package org.athanor.pretrain.imports;
