package org.athanor.transformer.tokenizer;

import java.text.Normalizer;

/** Unicode's normal forms (UAX #15): what is done to a text before it is cut into tokens. */
public enum NormalForm {

    /** The text stays as it is. Any bytes come back unchanged. */
    NONE(null),
    NFC(Normalizer.Form.NFC),
    NFD(Normalizer.Form.NFD),
    NFKC(Normalizer.Form.NFKC),
    NFKD(Normalizer.Form.NFKD);

    private final Normalizer.Form form;

    NormalForm(Normalizer.Form form) {
        this.form = form;
    }

    /** The text in this form. */
    public String of(String text) {
        return form == null ? text : Normalizer.normalize(text, form);
    }
}
