package io.gatecast.core.artifact;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;

/**
 * An immutable model with its identity.
 *
 * @param id content hash of specification and weights, 16 hexadecimal digits
 * @param name what the user called it; not part of the identity
 * @param model specification and weights
 * @param report how it was trained
 * @param encoding how its file stores the weights
 */
public record Artifact(String id, String name, Model model, TrainingReport report, WeightEncoding encoding) {}
