package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamingTest {

    private static final long SOURCE_BYTES = 32 << 20;
    private static final TestConfig CONFIG = new TestConfig(1 << 20, 1L << 40);

    /** Makes its bytes when they are asked for, and knows how many those were. */
    private static final class Made extends InputStream {

        private final byte[] head;
        private final byte[] repeated;
        private final long size;
        private final AtomicLong made = new AtomicLong();

        Made(String head, String repeated) {
            this.head = Reading.bytes(head);
            this.repeated = Reading.bytes(repeated);
            this.size =
                    this.head.length + SOURCE_BYTES / this.repeated.length * this.repeated.length;
        }

        @Override
        public int read() {
            long at = made.get();
            if (at >= size) {
                return -1;
            }
            made.incrementAndGet();
            return at < head.length
                    ? head[(int) at]
                    : repeated[(int) ((at - head.length) % repeated.length)];
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.lines, '', 'some words of a line\n'",
        "a.txt, '', 'some words of a line\n'",
        "a.jsonl, '', '{\"text\": \"some words\"}\n'",
        "a.csv, 'text,x\n', '\"some\nwords\",1\n'",
    })
    void shouldNeverRunAheadOfTheDocuments(String name, String head, String repeated)
            throws IOException {
        // Given
        Made made = new Made(head, repeated);
        long[] lead = new long[2];
        CorpusReader reader =
                new CorpusReader(
                        new CorpusParameters(
                                "test",
                                List.of(Reading.source(null, null)),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null),
                        CONFIG,
                        document -> {
                            lead[0] =
                                    Math.max(
                                            lead[0],
                                            made.made.get() - document.provenance().offset());
                            lead[1]++;
                        },
                        read -> {});

        // When
        reader.read(Reading.source(null, null), new ByteSource(name, () -> made));

        // Then
        assertEquals(made.size, made.made.get());
        assertTrue(lead[1] > 8_000, lead[1] + " documents");
        assertTrue(lead[0] < 300_000, lead[0] + " bytes were held");
    }

    @Test
    void shouldPassOverALineThatIsLongerThanMemoryShouldBe() throws IOException {
        // Given: one line of 32 MB where 1 MB is the most
        Made made = new Made("short\n", "x");

        // When
        Reading reading =
                new Reading(Reading.source(null, null), CONFIG, null, null)
                        .read(new ByteSource("a.lines", () -> made))
                        .read("b.lines", Reading.bytes("after\n"));

        // Then
        assertEquals(List.of("short", "after"), reading.texts());
        assertEquals(
                "the document at byte 6 of a.lines is a line of more than 1048576 bytes: raise athanor.corpus.max-document-bytes if it should be so long",
                reading.reader.setAside().first());
    }
}
