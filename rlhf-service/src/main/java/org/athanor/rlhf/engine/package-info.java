/** The tensor engine as a bean. */
package org.athanor.rlhf.engine;
