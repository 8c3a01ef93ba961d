package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.athanor.transformer.jinja.JinjaException;
import org.athanor.transformer.tokenizer.TextFrame.AddedFlags;

/**
 * A byte-pair codec: byte-level as GPT-2's, or by scores as Llama 2's. Immutable and safe for many
 * threads. Any text encodes, any text comes back unchanged (unless the tokenizer asks for a normal
 * form), and no text encodes to a special token: {@code "<|end|>"} typed by a user is six or so
 * ordinary tokens.
 *
 * <p>Some models know texts that begin with a begin token, and those of a vocabulary with scores that
 * have a space there: {@link #encode} puts both there, and decoding takes them away. What continues a
 * text keeps its leading space.
 */
public final class Tokenizer {

    /** What {@code strftime_now} says: the day that Llama 3's template falls back to. */
    public static final Clock TEMPLATE_DAY =
            Clock.fixed(Instant.parse("2024-07-26T00:00:00Z"), ZoneOffset.UTC);

    /** The files that a tokenizer may lie in: whoever copies one copies those that there are. */
    public static final List<String> FILES = TokenizerFiles.NAMES;

    private final TokenSet vocabulary;
    private final TokenizerConfig config;
    private final Map<Integer, String> addedById;
    private final TextFrame frame;
    private final FramedEncoder encoder;
    private final TokenBytes bytes;
    private final TokenRoles roles;

    /** Made when it is first asked for; twice does no harm. */
    private volatile ChatTemplate template;

    Tokenizer(TokenSet vocabulary, TextFrame frame, TokenizerConfig config) {
        this.vocabulary = vocabulary;
        this.frame = frame;
        this.config = config;
        this.addedById = vocabulary.addedById();
        this.encoder = new FramedEncoder(vocabulary, frame);
        this.bytes = TokenBytes.of(vocabulary);
        this.roles = new TokenRoles(vocabulary, frame, config);
    }

    /** {@link SpecialTokens#ALL}, the 256 bytes, then one token a merge; GPT-2's pieces. */
    public static Tokenizer ofMerges(List<Merge> merges) {
        return ofMerges(merges, SplitPattern.GPT2);
    }

    /** The same with another way to cut text into pieces. */
    public static Tokenizer ofMerges(List<Merge> merges, SplitPattern pattern) {
        return ofMerges(merges, pattern, NormalForm.NONE);
    }

    /** The same with texts brought to a normal form first; they come back in it. */
    public static Tokenizer ofMerges(List<Merge> merges, SplitPattern pattern, NormalForm form) {
        return new Tokenizer(
                Vocabulary.ofMerges(merges, pattern),
                TextFrame.NONE.withForm(form),
                TokenizerConfig.standard());
    }

    /**
     * A vocabulary that everybody knows by its name: {@code r50k_base} of GPT-3, {@code cl100k_base}
     * of GPT-4 or {@code o200k_base} of GPT-4o. It is read once and shared.
     *
     * @throws IllegalArgumentException when there is none of that name; the message lists them
     */
    public static Tokenizer named(String name) {
        return NamedVocabulary.of(name).tokenizer();
    }

    /** What {@link #named} knows. */
    public static List<String> names() {
        return NamedVocabulary.names();
    }

    /**
     * Reads {@code tokenizer.json}, or else SentencePiece's {@code tokenizer.model}, or else llama2.c's
     * {@code tokenizer.bin}, and, where there is one, {@code tokenizer_config.json}.
     *
     * @throws TokenizerFormatException when a file is damaged or asks for what this codec is not
     */
    public static Tokenizer load(Path folder) throws IOException {
        return TokenizerFiles.load(folder);
    }

    /** Writes the files that {@link #load} reads. The same tokenizer writes the same bytes. */
    public void save(Path folder) throws IOException {
        TokenizerFiles.save(this, folder);
    }

    TokenSet vocabulary() {
        return vocabulary;
    }

    TextFrame frame() {
        return frame;
    }

    TokenizerConfig config() {
        return config;
    }

    /** Ids for the text. Lone surrogates become {@code ?}, as in any Java encoder. */
    public int[] encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ids for the bytes, which should be UTF-8 and come back unchanged even when they are not. */
    public int[] encode(byte[] utf8) {
        return encoder.encode(utf8);
    }

    /** Ids for a text that goes on behind other tokens: without a begin token. */
    public int[] encodeContinuation(String text) {
        return encodePart(text, false);
    }

    /** What stands between special tokens, at the beginning of everything or not. */
    int[] encodePart(String text, boolean beginning) {
        return encoder.encodePart(text.getBytes(StandardCharsets.UTF_8), beginning);
    }

    /** An encoder that allocates nothing once it is warm, for one thread and many texts. */
    public Encoder encoder() {
        return encoder.forOneThread();
    }

    /** The text of the ids, special tokens left out; bytes that are not UTF-8 become U+FFFD. */
    public String decode(int... ids) {
        return new String(decodeBytes(ids), StandardCharsets.UTF_8);
    }

    /** The bytes of the ids, special tokens left out. */
    public byte[] decodeBytes(int... ids) {
        return bytes.join(ids);
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
        return bytes.of(id);
    }

    /** Bytes of text behind the id: 0 for a special token. Bits per byte divides by these. */
    public int byteLength(int id) {
        return bytes.length(id);
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

    /** Added tokens, name to id; text encodes to none of those that are special. */
    public Map<String, Integer> specialTokens() {
        return Collections.unmodifiableMap(vocabulary.addedTokens());
    }

    /**
     * The id between documents, which is also the padding.
     *
     * @throws IllegalArgumentException when this tokenizer knows of none
     */
    public int endOfText() {
        return roles.documentEnd()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the tokenizer has no token between documents: none of "
                                                + TokenRoles.DOCUMENT_ENDS
                                                + " and no eos_token in tokenizer_config.json"));
    }

    /**
     * The id that ends an answer: of the chat template, or else the {@code eos_token}.
     *
     * @throws IllegalArgumentException when this tokenizer knows of none
     */
    public int end() {
        return answerEnd().orElseGet(() -> idOf(SpecialTokens.END));
    }

    private OptionalInt answerEnd() {
        OptionalInt end = OptionalInt.empty();
        try {
            end = chats() ? chatTemplate().end() : end;
        } catch (JinjaException e) {
            // The template is refused where somebody asks for a conversation; its model still
            // stops.
        }
        return end.isPresent() ? end : roles.configured("eos_token", end);
    }

    /** The ids after which generation stops: those of the two above that this tokenizer has. */
    public Set<Integer> stopIds() {
        Set<Integer> ids = new LinkedHashSet<>();
        answerEnd().ifPresent(ids::add);
        roles.documentEnd().ifPresent(ids::add);
        return ids;
    }

    /** Whether the tokenizer knows turns of a conversation. */
    public boolean chats() {
        return config.hasOurTemplate()
                ? SpecialTokens.ALL.stream().allMatch(this::hasSpecial)
                : config.chatTemplate().isPresent();
    }

    /**
     * Renders conversations, by our own template or by the one that the tokenizer came with. To a foreign
     * template it is always the same day, {@link #TEMPLATE_DAY}: the same conversation gives the same
     * tokens whenever it is rendered.
     *
     * @throws IllegalStateException when the tokenizer has no template
     * @throws IllegalArgumentException when the template has what cannot be rendered here
     */
    public ChatTemplate chatTemplate() {
        if (template == null) {
            template = chatTemplate(TEMPLATE_DAY);
        }
        return template;
    }

    /** The same, where a template may ask what day it is. */
    public ChatTemplate chatTemplate(Clock clock) {
        if (!chats()) {
            throw new IllegalStateException(
                    "the tokenizer has no chat template: it was not made for conversations");
        }
        return config.hasOurTemplate()
                ? new OwnChatTemplate(this)
                : new JinjaChatTemplate(
                        this, config.chatTemplate().orElseThrow(), roles.texts(), clock);
    }

    /** The special tokens, for looking them up in what a template wrote. */
    SpecialTexts specialTexts() {
        Map<String, Integer> special = new HashMap<>(vocabulary.addedTokens());
        special.keySet().retainAll(vocabulary.special());
        return new SpecialTexts(special);
    }

    /** Whether the first token of a text has a space that is not the text's. */
    boolean addsSpace() {
        return vocabulary.addsSpace();
    }

    /** How an added token is looked for. */
    AddedFlags flags(String added) {
        return frame.flags(added);
    }

    /** How text is cut into pieces; empty where scores decide over the whole text. */
    public Optional<SplitPattern> splitPattern() {
        return vocabulary instanceof Vocabulary byteLevel
                ? Optional.of(byteLevel.pattern())
                : Optional.empty();
    }

    /**
     * The tokens, merges and roles, for formats that carry a tokenizer inside a model's file.
     *
     * @throws IllegalArgumentException for kinds that none of these formats has
     */
    public TokenTable table() {
        return new TokenTable(
                switch (vocabulary) {
                    case Vocabulary byteLevel -> TokenTable.Algorithm.BYTE_LEVEL;
                    case ScoredVocabulary pieces -> TokenTable.Algorithm.SCORED;
                    case LibraryVocabulary library ->
                            throw new IllegalArgumentException(
                                    "a tokenizer that Hugging Face's library encodes with has no place inside a model's file");
                },
                splitPattern(),
                vocabulary.entries(),
                vocabulary.merges(),
                roles.beginning(),
                vocabulary.addsSpace(),
                roles.configured("bos_token", roles.beginning()),
                roles.configured("eos_token", roles.documentEnd()),
                roles.configured("pad_token", OptionalInt.empty()),
                config.chatTemplate());
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
