package io.gatecast.streams.compare;

import java.time.Duration;

/**
 * What a model costs.
 *
 * @param parameters number of weights and biases
 * @param training time its training took
 * @param stepMicros time of one forecasting step in microseconds, on this machine after a warm-up; indicative
 * @param stateBytes size of the encoded state of one series, which is what a key takes in a checkpoint
 * @param fileBytes size of the model file
 */
public record Cost(long parameters, Duration training, double stepMicros, int stateBytes, int fileBytes) {}
