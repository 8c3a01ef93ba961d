/**
 * OpenAI's API on the served models: models, completions and chat completions, whole or as a stream
 * of server-sent events. What a client asks for and this service cannot give is refused by name,
 * never ignored. A request's answer, streamed or whole, is made of the same events.
 */
package org.athanor.inference.openai;
