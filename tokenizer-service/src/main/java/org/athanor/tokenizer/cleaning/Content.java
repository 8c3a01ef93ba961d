package org.athanor.tokenizer.cleaning;

import java.util.List;

/** A document's texts while a step looks at them. One thread. */
final class Content {

    private final List<String> texts;
    private String joined;
    private Words words;

    Content(List<String> texts) {
        this.texts = texts;
    }

    List<String> texts() {
        return texts;
    }

    /** All texts, a line break between each two. */
    String joined() {
        if (joined == null) {
            joined = texts.size() == 1 ? texts.getFirst() : String.join("\n", texts);
        }
        return joined;
    }

    Words words() {
        if (words == null) {
            words = Words.of(joined());
        }
        return words;
    }
}
