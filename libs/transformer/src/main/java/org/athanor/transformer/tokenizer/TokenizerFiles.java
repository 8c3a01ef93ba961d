package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files that a tokenizer comes from and goes to: a folder of them, or one of another program. */
public final class TokenizerFiles {

    /** The files of which a folder needs one; the first that is there counts. */
    public static final List<String> VOCABULARIES =
            List.of(TokenizerJson.FILE_NAME, SentencePieceFile.FILE_NAME, Llama2cFile.FILE_NAME);

    /** Every file that {@link #load} may look at. */
    static final List<String> NAMES =
            Stream.concat(
                            VOCABULARIES.stream(),
                            Stream.of(TokenizerConfig.FILE_NAME, TokenizerConfig.TEMPLATE_FILE))
                    .toList();

    private TokenizerFiles() {}

    /** Whether the folder has a tokenizer of any kind. */
    public static boolean areIn(Path folder) {
        return VOCABULARIES.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /**
     * Reads {@code tokenizer.json}, or else SentencePiece's {@code tokenizer.model}, or else llama2.c's
     * {@code tokenizer.bin}, and, where there is one, {@code tokenizer_config.json}.
     *
     * @throws TokenizerFormatException when a file is damaged or asks for what this codec is not
     */
    static Tokenizer load(Path folder) throws IOException {
        TokenizerConfig config = TokenizerConfig.read(folder);
        if (Files.exists(folder.resolve(TokenizerJson.FILE_NAME))) {
            return tokenizer(TokenizerJson.read(folder), config);
        }
        Path pieces = folder.resolve(SentencePieceFile.FILE_NAME);
        if (Files.exists(pieces)) {
            return tokenizer(
                    SentencePieceFile.read(pieces, config.flag("add_bos_token", true)), config);
        }
        Path scored = folder.resolve(Llama2cFile.FILE_NAME);
        if (Files.exists(scored)) {
            return llama2c(scored, config);
        }
        throw new NoSuchFileException(
                folder.resolve(TokenizerJson.FILE_NAME).toString(),
                null,
                "nor is there %s or %s"
                        .formatted(SentencePieceFile.FILE_NAME, Llama2cFile.FILE_NAME));
    }

    /** Writes the files that {@link #load} reads. The same tokenizer writes the same bytes. */
    static void save(Tokenizer tokenizer, Path folder) throws IOException {
        tokenizer.vocabulary().write(folder, tokenizer.frame());
        tokenizer.config().write(folder);
    }

    /**
     * Writes {@code tokenizer.json} whatever the tokenizer came from, and its configuration. Of a
     * vocabulary with scores that are equal, the order of joins is that of Hugging Face's conversion.
     */
    public static void saveTokenizerJson(Tokenizer tokenizer, Path folder) throws IOException {
        TextFrame frame = tokenizer.frame();
        switch (tokenizer.vocabulary()) {
            case Vocabulary byteLevel -> TokenizerJson.write(byteLevel, frame, folder);
            case ScoredVocabulary pieces -> TokenizerJson.write(pieces, frame, folder);
            case LibraryVocabulary library -> library.write(folder, frame);
        }
        tokenizer.config().write(folder);
    }

    /**
     * Reads a vocabulary of llama2.c, whatever the file is called.
     *
     * @throws TokenizerFormatException when it is damaged
     */
    public static Tokenizer loadLlama2c(Path file) throws IOException {
        return llama2c(file, TokenizerConfig.llama());
    }

    /**
     * Reads a rank file of tiktoken.
     *
     * @param pattern how text is cut into pieces, which such a file does not say
     * @param special texts and ids of the special tokens, neither
     * @throws TokenizerFormatException when it is damaged, or two tokens have one id
     */
    public static Tokenizer loadTiktoken(
            Path file, SplitPattern pattern, Map<String, Integer> special) throws IOException {
        return new Tokenizer(
                TiktokenFile.read(file, pattern, special),
                TextFrame.NONE,
                TokenizerConfig.completing());
    }

    /**
     * Writes the tokens as a rank file of tiktoken; special tokens and the pattern are not in it.
     *
     * @throws IllegalArgumentException when such a file cannot hold this tokenizer
     */
    public static void saveTiktoken(Tokenizer tokenizer, Path file) throws IOException {
        if (!(tokenizer.vocabulary() instanceof Vocabulary byteLevel)
                || tokenizer.frame().form() != NormalForm.NONE) {
            throw new IllegalArgumentException(
                    "a rank file of tiktoken holds byte-level tokens without a normal form alone");
        }
        TiktokenFile.write(byteLevel, file);
    }

    private static Tokenizer llama2c(Path file, TokenizerConfig config) throws IOException {
        return tokenizer(
                new FramedTokens(
                        Llama2cFile.read(file),
                        TextFrame.NONE.withBegin(ScoredVocabulary.BEGIN_ID)),
                config);
    }

    private static Tokenizer tokenizer(FramedTokens framed, TokenizerConfig config) {
        return new Tokenizer(framed.tokens(), framed.frame(), config);
    }
}
