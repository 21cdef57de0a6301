/** The Kafka Streams application around the forecasting function of {@code io.gatecast.core}. */
package io.gatecast.streams;
