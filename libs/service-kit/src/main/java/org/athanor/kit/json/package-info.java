/**
 * How Athanor's values look in JSON: artifact ids and kinds as strings, instants as ISO 8601, an
 * unknown field in a request refused by name. Events are read more tolerantly, see {@code
 * cloudevent}.
 */
package org.athanor.kit.json;
