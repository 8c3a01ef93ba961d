/** A single-node KRaft broker: in its own JVM for kept data ({@link BrokerMain}), in-process for tests ({@link Broker}). */
package org.athanor.stack.kafka;
