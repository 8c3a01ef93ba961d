package org.athanor.transformer.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small {@code tokenizer.model} files, written field by field. */
final class SentencePieceModels {

    static final int UNIGRAM = 1;
    static final int BPE = 2;

    private SentencePieceModels() {}

    /** Llama 2's layout: unknown, begin, end, 256 bytes, pieces in the order of their scores, characters. */
    static byte[] llama2() {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        special(model);
        for (int value = 0; value < 256; value++) {
            model.writeBytes(piece("<0x%02X>".formatted(value), 0, 6));
        }
        Map<String, Float> scores = new LinkedHashMap<>();
        for (String[] merge : NaiveBpe.train(words(), 150)) {
            scores.putIfAbsent(merge[0] + merge[1], (float) -scores.size());
        }
        words().forEach(
                        word ->
                                word.codePoints()
                                        .forEach(
                                                point ->
                                                        scores.putIfAbsent(
                                                                Character.toString(point),
                                                                (float) -scores.size())));
        scores.forEach((text, score) -> model.writeBytes(piece(text, score, 1)));
        model.writeBytes(trainer(BPE, true));
        model.writeBytes(normalizer("identity", new byte[0], false));
        return model.toByteArray();
    }

    static byte[] unigram() {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        special(model);
        String[] pieces = {"▁", "▁the", "t", "h", "e", "he", "c", "a", "cat", "s"};
        for (int i = 0; i < pieces.length; i++) {
            model.writeBytes(piece(pieces[i], -2 - 0.25f * i, 1));
        }
        model.writeBytes(trainer(UNIGRAM, false));
        model.writeBytes(normalizer("nmt_nfkc", new byte[0], true));
        return model.toByteArray();
    }

    private static List<String> words() {
        return List.of(NaiveBpe.SAMPLE.replace(' ', '▁').replace("🦙", "").split("(?=▁)"));
    }

    private static void special(ByteArrayOutputStream model) {
        model.writeBytes(piece("<unk>", 0, 2));
        model.writeBytes(piece("<s>", 0, 3));
        model.writeBytes(piece("</s>", 0, 3));
    }

    static byte[] piece(String text, float score, int type) {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        piece.writeBytes(field(1, text.getBytes(StandardCharsets.UTF_8)));
        piece.write(2 << 3 | 5);
        piece.writeBytes(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(score).array());
        piece.writeBytes(number(3, type));
        return field(1, piece.toByteArray());
    }

    static byte[] trainer(int type, boolean fallsToBytes) {
        ByteArrayOutputStream trainer = new ByteArrayOutputStream();
        trainer.writeBytes(field(1, "corpus.txt".getBytes(StandardCharsets.UTF_8)));
        trainer.writeBytes(number(3, type));
        trainer.writeBytes(number(35, fallsToBytes ? 1 : 0));
        trainer.writeBytes(number(41, 1));
        return field(2, trainer.toByteArray());
    }

    static byte[] normalizer(String name, byte[] characterMap, boolean removesSpaces) {
        ByteArrayOutputStream normalizer = new ByteArrayOutputStream();
        normalizer.writeBytes(field(1, name.getBytes(StandardCharsets.UTF_8)));
        if (characterMap.length > 0) {
            normalizer.writeBytes(field(2, characterMap));
        }
        normalizer.writeBytes(number(3, 1));
        normalizer.writeBytes(number(4, removesSpaces ? 1 : 0));
        normalizer.writeBytes(number(5, 1));
        return field(3, normalizer.toByteArray());
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(varint((long) number << 3 | 2));
        out.writeBytes(varint(content.length));
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] number(int field, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(varint((long) field << 3));
        out.writeBytes(varint(value));
        return out.toByteArray();
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest > 0x7F) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }
}
