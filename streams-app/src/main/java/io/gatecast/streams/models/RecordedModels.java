package io.gatecast.streams.models;

import io.gatecast.core.artifact.Artifact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Which model had each series at which record, as the forecasts that were issued say. Every forecast names its model, its source
 * record and how far the checkpoint went that the model was warmed up from; where a series changes from one model to another
 * follows from these and from nothing else. Immutable, safe for use by many threads.
 */
public final class RecordedModels {
    /**
     * A model that has a series from some record on.
     *
     * @param offset offset of the record
     * @param artifact the model
     * @param warmedUpAfter observations behind the checkpoint it was warmed up from; 0 = none
     */
    private record Term(long offset, Artifact artifact, long warmedUpAfter) {}

    /** Where a series was read: terms are in order of its offsets only. */
    private record Course(String topic, int partition, List<Term> terms) {}

    private final Map<String, Course> courses;
    private final List<Artifact> artifacts;

    private RecordedModels(Map<String, Course> courses, List<Artifact> artifacts) {
        this.courses = courses;
        this.artifacts = artifacts;
    }

    /**
     * Whose forecasts they are.
     *
     * @return the models, in the order in which they were met
     */
    public List<Artifact> artifacts() {
        return artifacts;
    }

    /**
     * Number of times that a series changed from one model to another.
     *
     * @return changes of all series together
     */
    public long changes() {
        return courses.values().stream()
                .mapToLong(course -> course.terms().size() - 1)
                .sum();
    }

    /**
     * The model that had a series at a record.
     *
     * @param key series key
     * @param offset offset of the record
     * @return the model; empty if no forecast of the series is known
     */
    public Optional<Artifact> at(String key, long offset) {
        Course course = courses.get(key);
        return course == null
                ? Optional.empty()
                : Optional.of(course.terms().get(current(course, offset)).artifact());
    }

    /**
     * Where the next model will begin with a series.
     *
     * @param key series key
     * @param offset offset of a record
     * @return observations behind the checkpoint that the model after the one at this record was warmed up from; empty if none
     *     comes after it
     */
    public OptionalLong nextWarmedUpAfter(String key, long offset) {
        Course course = courses.get(key);
        if (course == null) {
            return OptionalLong.empty();
        }
        int next = current(course, offset) + 1;
        return next == course.terms().size()
                ? OptionalLong.empty()
                : OptionalLong.of(course.terms().get(next).warmedUpAfter());
    }

    private static int current(Course course, long offset) {
        int current = course.terms().size() - 1;
        while (current > 0 && course.terms().get(current).offset() > offset) {
            current--;
        }
        return current;
    }

    /** Collects what forecasts say. One thread. */
    public static final class Builder {
        private final Function<String, Artifact> byId;
        private final Map<String, Artifact> artifacts = new HashMap<>();
        private final Set<Artifact> met = new LinkedHashSet<>();
        private final Map<String, Course> courses = new HashMap<>();

        /**
         * Begins with nothing.
         *
         * @param byId finds a model by its id
         */
        public Builder(Function<String, Artifact> byId) {
            this.byId = byId;
        }

        /**
         * Adds a forecast. Those of a series come in the order of their source records, as they are on their topic.
         *
         * @param forecast the forecast; one that a clock has caused says nothing
         * @throws IllegalArgumentException if its series was read from another partition before and has changed models: then
         *     the order of its records is not known
         */
        public void add(io.gatecast.schema.Forecast forecast) {
            if (forecast.getSourceOffset() < 0) {
                return;
            }
            Artifact artifact = artifacts.computeIfAbsent(forecast.getModelId(), byId);
            met.add(artifact);
            Term term = new Term(forecast.getSourceOffset(), artifact, forecast.getWarmedUpAfter());
            Course course = courses.computeIfAbsent(
                    forecast.getKey(),
                    key -> new Course(
                            forecast.getSourceTopic(), forecast.getSourcePartition(), new ArrayList<>(List.of(term))));
            Term last = course.terms().get(course.terms().size() - 1);
            if (last.artifact() != artifact) {
                requireSamePlace(course, forecast);
                course.terms().add(term);
            }
        }

        private static void requireSamePlace(Course course, io.gatecast.schema.Forecast forecast) {
            if (!course.topic().equals(forecast.getSourceTopic())
                    || course.partition() != forecast.getSourcePartition()) {
                throw new IllegalArgumentException("series " + forecast.getKey()
                        + " changes models and must be read from one partition, was read from " + course.topic() + "-"
                        + course.partition() + " and " + forecast.getSourceTopic() + "-"
                        + forecast.getSourcePartition());
            }
        }

        /**
         * Ends collecting.
         *
         * @return what was collected
         */
        public RecordedModels build() {
            return new RecordedModels(Map.copyOf(courses), List.copyOf(met));
        }
    }
}
