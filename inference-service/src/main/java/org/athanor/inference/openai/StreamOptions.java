package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whether the answer comes piece by piece.
 *
 * @param includeUsage whether a last piece carries the token counts
 */
record StreamOptions(boolean stream, boolean includeUsage) {

    static StreamOptions read(RequestFields fields) {
        boolean stream = fields.flag("stream");
        JsonNode node = fields.node("stream_options");
        if (node.isMissingNode()) {
            return new StreamOptions(stream, false);
        }
        if (!stream) {
            throw OpenAiException.invalid(
                    "stream_options", "'stream_options' is allowed only when 'stream' is true");
        }
        RequestFields options = new RequestFields(node, "stream_options.");
        boolean includeUsage = options.flag("include_usage");
        options.ignore("include_obfuscation");
        options.refuseUnread();
        return new StreamOptions(true, includeUsage);
    }
}
