/**
 * Chat templates as models bring them: Jinja source, rendered by a library that sees nothing but the
 * values given to it. A template comes from outside and is believed in nothing: it reaches no class,
 * file, environment or network, its output and its steps are bounded, and what the library cannot
 * render as Jinja would is refused by name instead of rendered otherwise.
 */
package org.athanor.transformer.jinja;
