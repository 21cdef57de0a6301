package io.gatecast.streams.topology;

import io.gatecast.core.order.Aggregation;
import io.gatecast.core.order.TimeRules;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.GatecastConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.config.ConfigException;

/** How events become steps: what the settings say, held against the model. */
public final class Timing {
    private Timing() {}

    /**
     * The rules for a model.
     *
     * @param config settings
     * @param model the model
     * @return rules
     * @throws ConfigException if the settings do not fit the model
     */
    public static TimeRules rules(GatecastConfig config, ModelSpec model) {
        return rules(
                config.step(),
                config.aggregations(),
                config.grace(),
                config.maxGap(),
                config.mostPendingEvents(),
                model);
    }

    /**
     * The rules for a model.
     *
     * @param step length of a step; empty = every event is one
     * @param aggregations what the values of a step of fixed length are made of, one for all columns or one per column
     * @param grace how far an event may be behind the latest of its series
     * @param maxGap largest number of missing steps that are stepped through; empty = it follows from the model
     * @param mostPending largest number of events of a series that wait for earlier ones
     * @param model the model
     * @return rules
     * @throws ConfigException if they do not fit the model
     */
    public static TimeRules rules(
            Optional<Duration> step,
            List<Aggregation> aggregations,
            Duration grace,
            OptionalInt maxGap,
            int mostPending,
            ModelSpec model) {
        long stepMs = step.map(Duration::toMillis).orElse(0L);
        requireSameStep(stepMs, model);
        long gapMs = stepMs > 0 ? stepMs : maxGap.isPresent() ? requireStep(model) : 0;
        return new TimeRules(
                stepMs,
                stepMs > 0 ? columnwise(aggregations, model) : List.of(),
                grace.toMillis(),
                gapMs,
                gapMs == 0 ? 0 : maxGap.orElse(model.ringLength() / 2),
                mostPending);
    }

    private static void requireSameStep(long stepMs, ModelSpec model) {
        if (stepMs > 0 && model.stepMs() > 0 && stepMs != model.stepMs()) {
            throw new ConfigException("step=" + Duration.ofMillis(stepMs) + " contradicts the model, whose steps are "
                    + Duration.ofMillis(model.stepMs()) + " long");
        }
    }

    private static long requireStep(ModelSpec model) {
        if (model.stepMs() == 0) {
            throw new ConfigException("max.gap contradicts step=event: the model does not say how long a step is, so"
                    + " missing ones cannot be counted");
        }
        return model.stepMs();
    }

    private static List<Aggregation> columnwise(List<Aggregation> given, ModelSpec model) {
        int columns = model.columns().size();
        if (given.size() != 1 && given.size() != columns) {
            throw new ConfigException("step.aggregation must name one for all columns or one for each of the model's "
                    + columns + " " + model.columns() + ", names " + given.size());
        }
        return given.size() == columns ? given : Collections.nCopies(columns, given.get(0));
    }
}
