/**
 * Model names and what they answer with. This service owns the names: a promotion verifies and loads
 * the artifact first, then changes the name's row and publishes the event in one transaction, then
 * switches this replica. The other replicas follow the event; the database says what is true.
 */
package org.athanor.inference.catalogue;
