/** The verbs for what the services do: each calls their REST API, like any client. */
package org.athanor.cli.verb;
