package org.athanor.tokenizer.corpus;

import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * Which columns of a table make a document: the one that was asked for; else {@code text}, {@code
 * prompt} and {@code completion}, or {@code messages}; else the only one.
 */
final class Columns {

    private static final int NAMES_SHOWN = 20;

    /** The cells of one row. */
    interface Cells {

        /** The column's text, empty when the row has none there. */
        String text(int column) throws UnusableDocumentException;
    }

    private final Form form;
    private final List<Integer> indexes;

    private Columns(Form form, Integer... indexes) {
        this.form = form;
        this.indexes = List.of(indexes);
    }

    /**
     * Chooses.
     *
     * @param wanted a name or, if no column is called so, a number from 0; null for the usual ones
     * @param source its name, for messages
     * @throws AthanorException UNPROCESSABLE when the table has no such column
     */
    static Columns choose(List<String> names, String wanted, String source) {
        if (wanted != null) {
            return new Columns(Form.TEXT, index(names, wanted, source));
        }
        int text = names.indexOf("text");
        int prompt = names.indexOf("prompt");
        int completion = names.indexOf("completion");
        int messages = names.indexOf("messages");
        if (messages >= 0) {
            return new Columns(Form.CHAT, messages);
        }
        if (prompt >= 0 && completion >= 0) {
            return new Columns(Form.COMPLETION, prompt, completion);
        }
        if (text >= 0 || names.size() == 1) {
            return new Columns(Form.TEXT, Math.max(text, 0));
        }
        throw new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "%s has none of the columns text, prompt and completion, messages: choose a column of %s"
                        .formatted(source, shown(names)));
    }

    /** The columns that are read, in the order of their use. */
    List<Integer> indexes() {
        return indexes;
    }

    Document document(Cells cells) throws UnusableDocumentException {
        String first = cells.text(indexes.getFirst());
        return switch (form) {
            case TEXT -> new Document.Text(first);
            case COMPLETION -> new Document.Completion(first, cells.text(indexes.getLast()));
            case CHAT -> DocumentJson.chat(first);
        };
    }

    private static int index(List<String> names, String wanted, String source) {
        int named = names.indexOf(wanted);
        if (named >= 0) {
            return named;
        }
        int number = ColumnNumber.of(wanted);
        if (number >= 0 && number < names.size()) {
            return number;
        }
        throw new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "%s has no column '%s', only %s".formatted(source, wanted, shown(names)));
    }

    private static String shown(List<String> names) {
        return names.size() <= NAMES_SHOWN
                ? names.toString()
                : names.subList(0, NAMES_SHOWN) + " and " + (names.size() - NAMES_SHOWN) + " more";
    }
}
