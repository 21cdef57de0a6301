/** The forecaster as a pure function: (state, observation) → (state, forecast, score), with no Kafka, clock or I/O. */
package io.gatecast.core;
