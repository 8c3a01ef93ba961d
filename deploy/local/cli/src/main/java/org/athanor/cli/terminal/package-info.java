/** What a person sees while work goes on: bars with rate and time left on a terminal, plain lines in a pipe. */
package org.athanor.cli.terminal;
