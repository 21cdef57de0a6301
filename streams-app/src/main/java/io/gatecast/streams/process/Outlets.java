package io.gatecast.streams.process;

/**
 * Names of the steps that write what the forecasting step makes. Each is given its own kind of record only, instead of finding it
 * among all.
 *
 * @param forecasts takes {@link io.gatecast.schema.Forecast} by series key
 * @param anomalies takes {@link io.gatecast.schema.Anomaly} by series key; unused if anomalies are not detected
 * @param ledger takes {@link io.gatecast.schema.LedgerEntry} by series key; unused if there is no topic for them
 * @param breaches takes {@link io.gatecast.schema.Breach} by series key; unused if there is no topic for them
 * @param deadLetters takes records as they came
 */
public record Outlets(String forecasts, String anomalies, String ledger, String breaches, String deadLetters) {}
