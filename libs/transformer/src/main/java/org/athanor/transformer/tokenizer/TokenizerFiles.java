package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Finds the file of a folder that holds the tokenizer. */
final class TokenizerFiles {

    /** Every file that {@link #load} may look at. */
    static final List<String> NAMES =
            List.of(
                    TokenizerJson.FILE_NAME,
                    SentencePieceFile.FILE_NAME,
                    Llama2cFile.FILE_NAME,
                    TokenizerConfig.FILE_NAME,
                    TokenizerConfig.TEMPLATE_FILE);

    private TokenizerFiles() {}

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

    static Tokenizer llama2c(Path file) throws IOException {
        return llama2c(file, TokenizerConfig.llama());
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
