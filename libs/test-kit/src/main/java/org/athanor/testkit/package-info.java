/**
 * What the tests of every module share: the real Kafka and PostgreSQL, once for each test JVM ({@link
 * org.athanor.testkit.KafkaAndPostgres} for Quarkus, {@link org.athanor.testkit.Backend} for plain tests), outages of
 * either ({@link org.athanor.testkit.Outage}), the records of a topic ({@link org.athanor.testkit.TopicRecords}) and
 * programs in JVMs of their own that a test may kill ({@link org.athanor.testkit.ChildJvm}).
 */
package org.athanor.testkit;
