package org.athanor.tokenizer.cleaning;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A document of one text, in a source called "test". */
record TestDocument(long offset, String text) {

    /** How cleaning sees it. */
    static final class View implements DocumentView<TestDocument> {

        @Override
        public String source(TestDocument document) {
            return "test";
        }

        @Override
        public long offset(TestDocument document) {
            return document.offset();
        }

        @Override
        public List<String> texts(TestDocument document) {
            return List.of(document.text());
        }

        @Override
        public TestDocument withTexts(TestDocument document, List<String> texts) {
            return new TestDocument(document.offset(), texts.getFirst());
        }

        @Override
        public boolean isBlank(TestDocument document) {
            return document.text().isBlank();
        }

        @Override
        public byte[] write(TestDocument document) {
            return (document.offset() + " " + document.text()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public TestDocument read(byte[] written) {
            String line = new String(written, StandardCharsets.UTF_8);
            int space = line.indexOf(' ');
            return new TestDocument(
                    Long.parseLong(line.substring(0, space)), line.substring(space + 1));
        }
    }
}
