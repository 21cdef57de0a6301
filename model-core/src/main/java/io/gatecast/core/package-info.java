/** The pure forecasting function, {@code (state, observation) → (state, forecast, score)}: no Kafka, no clock, no network. */
package io.gatecast.core;
