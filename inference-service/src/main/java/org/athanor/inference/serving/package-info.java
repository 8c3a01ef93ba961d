/**
 * Models in memory and the generations on them. A model stays as long as a name or a running
 * generation holds it, so that a promotion drops no request. Generations run on threads of their own,
 * a bounded number at once, in the order in which they came.
 */
package org.athanor.inference.serving;
