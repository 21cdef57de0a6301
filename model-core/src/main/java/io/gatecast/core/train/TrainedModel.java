package io.gatecast.core.train;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;

/**
 * What training gives.
 *
 * @param model the best model found
 * @param report its settings and its accuracy on the validation part
 */
public record TrainedModel(Model model, TrainingReport report) {}
