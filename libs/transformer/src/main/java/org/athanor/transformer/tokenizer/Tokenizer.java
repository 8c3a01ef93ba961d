package org.athanor.transformer.tokenizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A byte-pair codec: byte-level as GPT-2's, or by scores as Llama 2's. Immutable and safe for many
 * threads. Any text encodes, any text comes back unchanged, and no text encodes to a special token:
 * {@code "<|end|>"} typed by a user is six or so ordinary tokens.
 *
 * <p>Models of a vocabulary with scores know texts that begin with its begin token and a space:
 * {@link #encode} puts both there, and decoding takes them away. What continues a text keeps its
 * leading space.
 */
public final class Tokenizer {

    private final TokenSet vocabulary;
    private final TokenizerConfig config;
    private final Map<Integer, String> addedById;
    private final TextEncoder encoder;

    Tokenizer(TokenSet vocabulary, TokenizerConfig config) {
        this.vocabulary = vocabulary;
        this.config = config;
        this.addedById = vocabulary.addedById();
        this.encoder = vocabulary.encoder();
    }

    /** {@link SpecialTokens#ALL}, the 256 bytes, then one token a merge. */
    public static Tokenizer ofMerges(List<Merge> merges) {
        return new Tokenizer(Vocabulary.ofMerges(merges), TokenizerConfig.standard());
    }

    /**
     * Reads {@code tokenizer.json}, or else llama2.c's {@code tokenizer.bin}, and, where there is
     * one, {@code tokenizer_config.json}.
     *
     * @throws TokenizerFormatException when a file is damaged or asks for what this codec is not
     */
    public static Tokenizer load(Path folder) throws IOException {
        Path scored = folder.resolve(Llama2cFile.FILE_NAME);
        boolean isScored =
                Files.exists(scored) && !Files.exists(folder.resolve(TokenizerJson.FILE_NAME));
        return new Tokenizer(
                isScored ? Llama2cFile.read(scored) : TokenizerJson.read(folder),
                TokenizerConfig.read(folder));
    }

    /**
     * Reads a vocabulary of llama2.c, whatever the file is called.
     *
     * @throws TokenizerFormatException when it is damaged
     */
    public static Tokenizer loadLlama2c(Path file) throws IOException {
        return new Tokenizer(Llama2cFile.read(file), TokenizerConfig.llama());
    }

    /** Writes the files that {@link #load} reads. The same tokenizer writes the same bytes. */
    public void save(Path folder) throws IOException {
        vocabulary.write(folder);
        config.write(folder);
    }

    /** Ids for the text. Lone surrogates become {@code ?}, as in any Java encoder. */
    public int[] encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ids for the bytes, which should be UTF-8 and come back unchanged even when they are not. */
    public int[] encode(byte[] utf8) {
        return encoder.encode(utf8);
    }

    /** The text of the ids, special tokens left out; bytes that are not UTF-8 become U+FFFD. */
    public String decode(int... ids) {
        return new String(decodeBytes(ids), StandardCharsets.UTF_8);
    }

    /** The bytes of the ids, special tokens left out. */
    public byte[] decodeBytes(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length * 4);
        boolean begins = false;
        for (int id : ids) {
            bytes.writeBytes(begins ? withoutSpace(bytesOf(id)) : bytesOf(id));
            begins = isBeginning(id);
        }
        return bytes.toByteArray();
    }

    /** Whether a space right after this id is the encoder's, not the text's. */
    boolean isBeginning(int id) {
        return vocabulary.beginning().equals(OptionalInt.of(id));
    }

    static byte[] withoutSpace(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == ' '
                ? Arrays.copyOfRange(bytes, 1, bytes.length)
                : bytes;
    }

    /** Decodes one id after the other and holds back what is not yet a whole character. */
    public StreamingDecoder streamingDecoder() {
        return new StreamingDecoder(this);
    }

    /**
     * What the id adds to a text: nothing for a special token.
     *
     * @throws IllegalArgumentException when the vocabulary has no such id
     */
    public byte[] bytesOf(int id) {
        byte[] bytes = id >= 0 && id < vocabulary.size() ? vocabulary.tokens()[id] : null;
        if (bytes != null) {
            return bytes.clone();
        }
        return isSpecial(id) ? new byte[0] : addedText(id).getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes of text behind the id: 0 for a special token. Bits per byte divides by these. */
    public int byteLength(int id) {
        return bytesOf(id).length;
    }

    /** The id's text for people: special tokens by their name. */
    public String text(int id) {
        return addedById.containsKey(id)
                ? addedText(id)
                : new String(bytesOf(id), StandardCharsets.UTF_8);
    }

    /** One more than the largest id: the rows that a model's embedding needs. */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /**
     * The id of a special token such as {@link SpecialTokens#END}.
     *
     * @throws IllegalArgumentException when this tokenizer has none of that name
     */
    public int idOf(String special) {
        Integer id = vocabulary.addedTokens().get(special);
        if (id == null) {
            throw new IllegalArgumentException(
                    "the tokenizer has no special token '"
                            + special
                            + "', it has "
                            + vocabulary.special());
        }
        return id;
    }

    /** Whether {@link #idOf} would find it. */
    public boolean hasSpecial(String special) {
        return vocabulary.addedTokens().containsKey(special);
    }

    public boolean isSpecial(int id) {
        String text = addedById.get(id);
        return text != null && vocabulary.special().contains(text);
    }

    /** Added tokens, name to id, that text never encodes to. */
    public Map<String, Integer> specialTokens() {
        return Collections.unmodifiableMap(vocabulary.addedTokens());
    }

    /** The id between documents, which is also the padding. */
    public int endOfText() {
        return idOf(vocabulary.endOfText());
    }

    /** The id that ends an answer. */
    public int end() {
        return idOf(SpecialTokens.END);
    }

    /** The ids after which generation stops: those of the two above that this tokenizer has. */
    public Set<Integer> stopIds() {
        Set<Integer> ids = new LinkedHashSet<>();
        idOrNone(SpecialTokens.END).ifPresent(ids::add);
        idOrNone(vocabulary.endOfText()).ifPresent(ids::add);
        return ids;
    }

    /**
     * Renders conversations.
     *
     * @throws IllegalStateException when the tokenizer came with another template than ours
     */
    public ChatTemplate chatTemplate() {
        if (!config.hasOurTemplate()) {
            throw new IllegalStateException(
                    "the tokenizer's chat template is not the one that Athanor renders");
        }
        return new ChatTemplate(this);
    }

    /** The tokens, merges and roles, for formats that carry a tokenizer inside a model's file. */
    public TokenTable table() {
        return new TokenTable(
                vocabulary instanceof Vocabulary
                        ? TokenTable.Algorithm.BYTE_LEVEL
                        : TokenTable.Algorithm.SCORED,
                vocabulary.entries(),
                vocabulary.merges(),
                vocabulary.beginning(),
                role("bos_token", vocabulary.beginning()),
                role("eos_token", idOrNone(vocabulary.endOfText())),
                role("pad_token", OptionalInt.empty()),
                config.chatTemplate());
    }

    private OptionalInt role(String name, OptionalInt fallback) {
        return config.token(name).map(this::idOrNone).orElse(fallback);
    }

    private OptionalInt idOrNone(String special) {
        Integer id = vocabulary.addedTokens().get(special);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private String addedText(int id) {
        String text = addedById.get(id);
        if (text == null) {
            throw new IllegalArgumentException(
                    "token id " + id + " is outside the vocabulary of " + vocabulary.size());
        }
        return text;
    }
}
