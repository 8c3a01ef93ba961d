/** S3's API over memory, served by S3Proxy: a program that a test starts in a JVM of its own. */
package org.athanor.teststore;
