/**
 * The language model: its mathematics, the engine that runs it, training steps, decoding and files.
 * Plain Java on DJL; it knows no HTTP, no queue and no database.
 */
package org.athanor.transformer;
