package org.athanor.tokenizer.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that stays damaged once it is: unpackers do not say what they give behind a damage, and who
 * looks ahead meets it before who reads. One thread.
 */
class LastingDamage extends FilterInputStream {

    private IOException damage;

    LastingDamage(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        return SingleByte.of(this);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (damage != null) {
            throw damage;
        }
        try {
            return super.read(target, from, length);
        } catch (IOException e) {
            damage = e;
            throw e;
        }
    }
}
