/** What is measured: every metric by name, in a registry for Prometheus and as Kafka's metrics for JMX. */
package io.gatecast.streams.metrics;
