/**
 * Files that clients send, kept under the sha256 of their content until a corpus is read from them.
 */
package org.athanor.tokenizer.upload;
