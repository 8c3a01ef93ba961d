package org.athanor.tokenizer.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** What a person reads of a web page: its text without tags, a line for each block. */
final class HtmlText {

    private static final String UNREAD = "script, style, noscript, template, svg, nav";

    private HtmlText() {}

    /** @param charset as the server said; when it is unknown or null, the page's own word counts */
    static String of(byte[] html, String charset) {
        Document page;
        try {
            page = Jsoup.parse(new ByteArrayInputStream(html), known(charset), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.select(UNREAD).remove();
        Lines lines = new Lines();
        NodeTraversor.traverse(lines, page.body());
        return lines.text.toString().strip();
    }

    private static String known(String charset) {
        try {
            return charset != null && Charset.isSupported(charset) ? charset : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static final class Lines implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                append(words.text());
            } else if (breaksLine(node)) {
                endLine();
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (breaksLine(node)) {
                endLine();
            }
        }

        private static boolean breaksLine(Node node) {
            return node instanceof Element element
                    && (element.isBlock() || element.normalName().equals("br"));
        }

        private void append(String words) {
            boolean atStart = text.isEmpty() || text.charAt(text.length() - 1) <= ' ';
            text.append(atStart ? words.stripLeading() : words);
        }

        private void endLine() {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == ' ') {
                end--;
            }
            text.setLength(end);
            if (end > 0 && text.charAt(end - 1) != '\n') {
                text.append('\n');
            }
        }
    }
}
