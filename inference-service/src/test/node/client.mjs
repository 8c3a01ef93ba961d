// The official OpenAI client lists models, chats and streams. Prints what it saw as one line of JSON.
// usage: node client.mjs BASE_URL MODEL
import OpenAI from 'openai';

const [baseURL, model] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0, timeout: 30_000 });

const models = [];
for await (const each of client.models.list()) {
  models.push(each.id);
}
const retrieved = await client.models.retrieve(model);

const request = {
  model,
  messages: [{ role: 'user', content: 'hi' }],
  max_tokens: 16,
  temperature: 1,
  seed: 7,
};
const chat = await client.chat.completions.create(request);

let streamed = '';
let pieces = 0;
let usage = null;
let finishReason = null;
const stream = await client.chat.completions.create({
  ...request,
  stream: true,
  stream_options: { include_usage: true },
});
for await (const chunk of stream) {
  pieces += 1;
  streamed += chunk.choices[0]?.delta?.content ?? '';
  finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
  usage = chunk.usage ?? usage;
}

const completion = await client.completions.create({ model, prompt: 'hi', max_tokens: 4, seed: 7 });

let refused = null;
try {
  await client.chat.completions.create({ ...request, model: 'no-such-model' });
} catch (error) {
  refused = { name: error.constructor.name, status: error.status, code: error.code, param: error.param };
}

console.log(
  JSON.stringify({
    models,
    retrieved: retrieved.id,
    artifact: retrieved.athanor.artifact,
    chat: chat.choices[0].message.content,
    chatFingerprint: chat.system_fingerprint,
    chatUsage: chat.usage,
    chatFinishReason: chat.choices[0].finish_reason,
    streamed,
    pieces,
    finishReason,
    usage,
    completion: completion.choices[0].text,
    refused,
  }),
);
