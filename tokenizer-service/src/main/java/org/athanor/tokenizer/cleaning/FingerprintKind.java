package org.athanor.tokenizer.cleaning;

/**
 * What a fingerprint follows from. Fingerprints of one kind can be compared.
 *
 * @param exact whether it has the hash of the content
 * @param ignoreCase of that hash
 * @param words in a run, for the keys
 * @param bands keys; 0 when it has none
 * @param rows hash functions a key
 */
record FingerprintKind(boolean exact, boolean ignoreCase, int words, int bands, int rows) {

    private static final int HASH_LONGS = 2;

    static FingerprintKind of(CleaningParameters parameters) {
        ExactDuplicateParameters exact = parameters.exactDuplicates();
        NearDuplicateParameters near = parameters.nearDuplicates();
        return new FingerprintKind(
                exact != null,
                exact != null && exact.ignoreCase(),
                near == null ? 0 : near.words(),
                near == null ? 0 : near.bands(),
                near == null ? 0 : near.rows());
    }

    boolean near() {
        return bands > 0;
    }

    /** Longs a fingerprint: first the hash, then the keys. */
    int longs() {
        return keysAt() + bands;
    }

    /** Where the keys begin. */
    int keysAt() {
        return exact ? HASH_LONGS : 0;
    }

    /** Whether a fingerprint of this kind holds everything that one of the other does. */
    boolean holds(FingerprintKind other) {
        boolean hash = !other.exact || (exact && ignoreCase == other.ignoreCase);
        boolean keys =
                !other.near()
                        || (words == other.words && bands == other.bands && rows == other.rows);
        return hash && keys;
    }
}
