package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageBody;
import org.netpreserve.jwarc.WarcConversion;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResponse;

/**
 * The pages of a web archive: the text of {@code conversion} records, as WET files have them, and of
 * successful {@code response} records of HTML or plain text. Other records are passed over.
 */
final class WarcDocuments implements RawDocuments {

    private static final int MOST_HEADER_BYTES = 1 << 20;

    private final SourceInput input;
    private final BoundedStretch bound;
    private final long start;
    private final long maximumBytes;
    private final DocumentParser parser = new DocumentParser(Format.TEXT, null);
    private final WarcReader reader;
    private MessageBody body;

    WarcDocuments(SourceInput input, long maximumBytes) throws IOException {
        this.input = input;
        this.bound = new BoundedStretch(input, "header", MOST_HEADER_BYTES);
        this.start = input.offset();
        this.maximumBytes = maximumBytes;
        this.reader = input.atEnd() ? null : opened(bound);
    }

    private WarcReader opened(BoundedStretch bytes) {
        try {
            return new WarcReader(bytes);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    @Override
    public RawDocument next() {
        WarcRecord warc = nextRecord();
        while (warc != null) {
            Provenance provenance = new Provenance(input.name(), start + reader.position());
            RawDocument page =
                    switch (warc) {
                        case WarcConversion conversion -> conversion(conversion, provenance);
                        case WarcResponse response -> response(response, provenance);
                        default -> null;
                    };
            if (page != null) {
                return page;
            }
            warc = nextRecord();
        }
        return null;
    }

    private WarcRecord nextRecord() {
        if (reader == null) {
            return null;
        }
        try {
            if (body != null) {
                passOver();
            }
            bound.startAt(input.offset());
            WarcRecord next = reader.next().orElse(null);
            bound.release();
            body = next == null ? null : next.body();
            return next;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private void passOver() throws IOException {
        body.consume();
        if (body.position() < body.size()) {
            throw new IOException("the last record is cut off");
        }
    }

    private RawDocument conversion(WarcConversion conversion, Provenance provenance) {
        try {
            byte[] text = bounded(conversion.body());
            return text == null
                    ? RawUnusable.tooLong(provenance, "page", maximumBytes)
                    : new RawBytes(provenance, text, parser);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** A server may have sent anything: what is wrong with one response is wrong with no other. */
    private RawDocument response(WarcResponse response, Provenance provenance) {
        try {
            bound.startAt(input.offset());
            HttpResponse http = response.http();
            bound.release();
            MediaType type = http.contentType();
            boolean html =
                    type.base().equals(MediaType.HTML)
                            || type.base().toString().equals("application/xhtml+xml");
            boolean plain = type.base().equals(MediaType.PLAIN_TEXT);
            if (http.status() / 100 != 2 || !(html || plain)) {
                return null;
            }
            byte[] payload = bounded(http.bodyDecoded());
            if (payload == null) {
                return RawUnusable.tooLong(provenance, "page", maximumBytes);
            }
            byte[] text =
                    html
                            ? HtmlText.of(payload, type.parameters().get("charset"))
                                    .getBytes(StandardCharsets.UTF_8)
                            : payload;
            return new RawBytes(provenance, text, parser);
        } catch (IOException | IllegalArgumentException e) {
            return new RawUnusable(
                    provenance, SetAside.Reason.MALFORMED, "is a response that cannot be read");
        } finally {
            bound.release();
        }
    }

    /** All of it, or null when it is too long. */
    private byte[] bounded(MessageBody content) throws IOException {
        int most = (int) Math.min(Integer.MAX_VALUE - 16, maximumBytes);
        byte[] bytes = content.stream().readNBytes(most + 1);
        return bytes.length > most ? null : bytes;
    }

    private DamagedSourceException damaged(IOException e) {
        return new DamagedSourceException(
                "%s is a web archive that is cut off or damaged near its byte %d"
                        .formatted(input.name(), input.offset()),
                e);
    }
}
