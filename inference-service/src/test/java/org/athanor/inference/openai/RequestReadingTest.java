package org.athanor.inference.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReadingTest {

    private static final String CHAT = "{'model':'m','messages':[{'role':'user','content':'hi'}]";

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'temperature':3 | temperature",
                "'temperature':'hot' | temperature",
                "'temperature':-0.1 | temperature",
                "'top_p':0 | top_p",
                "'top_p':1.5 | top_p",
                "'top_k':-1 | top_k",
                "'n':0 | n",
                "'n':2.5 | n",
                "'max_tokens':0 | max_tokens",
                "'max_completion_tokens':-4 | max_completion_tokens",
                "'seed':0.5 | seed",
                "'stop':'' | stop",
                "'stop':['a','b','c','d','e'] | stop",
                "'stop':[1] | stop",
                "'stream':'yes' | stream",
                "'stream_options':{'include_usage':true} | stream_options",
                "'stream':true,'stream_options':{'usage':true} | stream_options.usage",
                "'presence_penalty':0.5 | presence_penalty",
                "'frequency_penalty':1 | frequency_penalty",
                "'logit_bias':{'7':1} | logit_bias",
                "'logit_bias':5 | logit_bias",
                "'logprobs':1 | logprobs",
                "'top_logprobs':3 | top_logprobs",
                "'tools':[{}] | tools",
                "'response_format':{'type':'json_object'} | response_format",
                "'store':true | store",
                "'temprature':1 | temprature",
                "'messages':[] | messages",
                "'messages':'hi' | messages",
                "'messages':[7] | messages[0]",
                "'messages':[{'content':'hi'}] | messages[0].role",
                "'messages':[{'role':'tool','content':'hi'}] | messages[0].role",
                "'messages':[{'role':'user'}] | messages[0].content",
                "'messages':[{'role':'user','content':[{'type':'image_url'}]}] | messages[0].content",
                "'messages':[{'role':'user','content':'a','weight':1}] | messages[0].weight",
                "'model':'' | model",
                "'model':7 | model",
            })
    void shouldRefuseAChatFieldByItsName(String fields, String param) throws Exception {
        // Given: the later of two equal members counts
        JsonNode body = json(CHAT + "," + fields + "}");

        // When
        OpenAiException refused = assertThrows(OpenAiException.class, () -> ChatRequest.read(body));

        // Then
        assertEquals(400, refused.error().status());
        assertEquals(param, refused.error().param());
        assertTrue(refused.getMessage().contains(param), refused.getMessage());
    }

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'prompt':[] | prompt",
                "'prompt':[[]] | prompt",
                "'prompt':[-1] | prompt",
                "'prompt':[1.5] | prompt",
                "'prompt':[1,'a'] | prompt",
                "'prompt':{'a':1} | prompt",
                "'echo':true | echo",
                "'best_of':3 | best_of",
                "'suffix':'the end' | suffix",
                "'logprobs':5 | logprobs",
                "'messages':[] | messages",
            })
    void shouldRefuseACompletionFieldByItsName(String fields, String param) throws Exception {
        // Given
        JsonNode body = json("{'model':'m','prompt':'hi'," + fields + "}");

        // When
        OpenAiException refused =
                assertThrows(OpenAiException.class, () -> CompletionRequest.read(body));

        // Then
        assertEquals(param, refused.error().param());
    }

    @Test
    void shouldReadEveryFormOfAPrompt() throws Exception {
        assertEquals(List.of(new Prompt.Text("hi")), prompts("'hi'"));
        assertEquals(List.of(new Prompt.Text("a"), new Prompt.Text("b")), prompts("['a','b']"));
        assertArrayEquals(new int[] {1, 2}, ((Prompt.Tokens) prompts("[1,2]").getFirst()).ids());
        assertArrayEquals(new int[] {3}, ((Prompt.Tokens) prompts("[[1,2],[3]]").getLast()).ids());
    }

    @Test
    void shouldReadWhatOpenAiClientsSend() throws Exception {
        // Given
        JsonNode body =
                json(
                        "{'model':'m','messages':[{'role':'developer','content':'be kind'},"
                                + "{'role':'user','content':[{'type':'text','text':'a'},"
                                + "{'type':'text','text':'b'}],'name':'ann'},"
                                + "{'role':'assistant','content':'c','refusal':null,'annotations':[]}],"
                                + "'n':2,'max_tokens':9,'max_completion_tokens':7,'temperature':0,"
                                + "'top_p':0.5,'top_k':40,'seed':-5,'stop':['x','y'],'stream':true,"
                                + "'stream_options':{'include_usage':true},'user':'ann','logprobs':true,"
                                + "'presence_penalty':0,'logit_bias':{},'tools':null,"
                                + "'response_format':{'type':'text'},'tool_choice':'none'}");

        // When
        ChatRequest request = ChatRequest.read(body);

        // Then
        assertEquals(
                List.of(
                        new ChatMessage(ChatMessage.Role.SYSTEM, "be kind"),
                        new ChatMessage(ChatMessage.Role.USER, "ab"),
                        new ChatMessage(ChatMessage.Role.ASSISTANT, "c")),
                request.messages());
        assertEquals(2, request.sampling().rowsPerPrompt());
        assertEquals(OptionalInt.of(7), request.sampling().maxTokens());
        assertEquals(OptionalLong.of(-5), request.sampling().seed());
        assertEquals(List.of("x", "y"), request.sampling().stop());
        assertTrue(request.streaming().includeUsage());
        assertTrue(request.logProbs());
    }

    private static List<Prompt> prompts(String prompt) throws JsonProcessingException {
        return CompletionRequest.read(json("{'model':'m','prompt':" + prompt + "}")).prompts();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
