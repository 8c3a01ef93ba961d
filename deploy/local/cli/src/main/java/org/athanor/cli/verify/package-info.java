/**
 * The closing words of {@code ./athanor verify}. Plain JDK: the script runs it from source, because it must speak even
 * when the build has failed.
 */
package org.athanor.cli.verify;
