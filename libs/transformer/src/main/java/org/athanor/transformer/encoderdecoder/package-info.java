/**
 * The Transformer of 2017, encoder and decoder ("Attention is all you need", arXiv:1706.03762): the second
 * architecture beside the decoder-only one, for tasks that turn one sequence into another. It stands on
 * the same products, attention, gradients, optimizer and weight files.
 *
 * <pre>{@code
 * EncoderDecoderConfig config = EncoderDecoderPresets.named("transformer-base");
 * try (Engine engine = Engine.open();
 *         EncoderDecoderModel model = EncoderDecoderModel.initialise(engine, config, 42);
 *         EncoderDecoderTrainer trainer =
 *                 new EncoderDecoderTrainer(model, TrainingOptions.base(42));
 *         BeamSearch search = new BeamSearch(model)) {
 *     for (PairBatch batch : batches) {
 *         trainer.step(List.of(batch));
 *     }
 *     List<Translation> translations = search.translate(sources, BeamOptions.paper());
 *     model.save(folder);
 * }
 * }</pre>
 */
package org.athanor.transformer.encoderdecoder;
