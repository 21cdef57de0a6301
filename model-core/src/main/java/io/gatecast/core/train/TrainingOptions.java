package io.gatecast.core.train;

import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the user decides about training; whatever is left open is found in the data. */
public final class TrainingOptions {
    /** Seed unless another is given. */
    public static final long DEFAULT_SEED = 1;

    private static final List<Double> DEFAULT_LEVELS = List.of(0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975);

    private final Builder settings;

    private TrainingOptions(Builder settings) {
        this.settings = settings;
    }

    /**
     * Starts a set of options.
     *
     * @param horizon number of steps ahead to forecast, at least 1
     * @return a builder
     */
    public static Builder builder(int horizon) {
        return new Builder(horizon);
    }

    int horizon() {
        return settings.horizon;
    }

    Optional<List<Integer>> seasons() {
        return Optional.ofNullable(settings.seasons);
    }

    boolean findsSeasons() {
        return settings.findsSeasons;
    }

    CellKind cell() {
        return settings.cell;
    }

    ResetVariant reset() {
        return settings.reset;
    }

    OptionalInt hidden() {
        return settings.hidden < 0 ? OptionalInt.empty() : OptionalInt.of(settings.hidden);
    }

    OptionalInt scaleWindow() {
        return settings.scaleWindow < 0 ? OptionalInt.empty() : OptionalInt.of(settings.scaleWindow);
    }

    OptionalInt seasonalRepeats() {
        return settings.seasonalRepeats < 0 ? OptionalInt.empty() : OptionalInt.of(settings.seasonalRepeats);
    }

    Optional<Double> learningRate() {
        return Optional.ofNullable(settings.learningRate);
    }

    int layers() {
        return settings.layers;
    }

    OptionalInt epochs() {
        return settings.epochs < 0 ? OptionalInt.empty() : OptionalInt.of(settings.epochs);
    }

    long seed() {
        return settings.seed;
    }

    Optional<Transform> transform() {
        return Optional.ofNullable(settings.transform);
    }

    List<Double> levels() {
        return settings.levels;
    }

    ZoneId zone() {
        return settings.zone;
    }

    Optional<Boolean> calendar() {
        return Optional.ofNullable(settings.calendar);
    }

    /**
     * Number of threads to work with.
     *
     * @return threads, at least 1
     */
    public int threads() {
        return settings.threads;
    }

    /** Number of series the input had, of which only a sample is trained on. */
    OptionalLong seriesInInput() {
        return settings.seriesInInput < 0 ? OptionalLong.empty() : OptionalLong.of(settings.seriesInInput);
    }

    /** Number of rows the input had. */
    OptionalLong rowsInInput() {
        return settings.rowsInInput < 0 ? OptionalLong.empty() : OptionalLong.of(settings.rowsInInput);
    }

    /** Collects options. */
    public static final class Builder {
        private final int horizon;
        private List<Integer> seasons;
        private boolean findsSeasons;
        private CellKind cell = CellKind.GRU;
        private ResetVariant reset = ResetVariant.RESET_AFTER;
        private int hidden = -1;
        private int layers = 1;
        private int epochs = -1;
        private long seed = DEFAULT_SEED;
        private int scaleWindow = -1;
        private int seasonalRepeats = -1;
        private Double learningRate;
        private Transform transform;
        private List<Double> levels = DEFAULT_LEVELS;
        private Boolean calendar;
        private ZoneId zone = ZoneOffset.UTC;
        private int threads = Runtime.getRuntime().availableProcessors();
        private long seriesInInput = -1;
        private long rowsInInput = -1;

        private Builder(int horizon) {
            this.horizon = horizon;
        }

        private Builder(Builder other) {
            horizon = other.horizon;
            seasons = other.seasons;
            findsSeasons = other.findsSeasons;
            cell = other.cell;
            reset = other.reset;
            hidden = other.hidden;
            layers = other.layers;
            epochs = other.epochs;
            scaleWindow = other.scaleWindow;
            seasonalRepeats = other.seasonalRepeats;
            learningRate = other.learningRate;
            seed = other.seed;
            transform = other.transform;
            levels = other.levels;
            calendar = other.calendar;
            zone = other.zone;
            threads = other.threads;
            seriesInInput = other.seriesInInput;
            rowsInInput = other.rowsInInput;
        }

        /**
         * Sets the seasonal periods; otherwise they are found by autocorrelation.
         *
         * @param periods periods in steps, ascending; empty for none
         * @return this builder
         */
        public Builder seasons(List<Integer> periods) {
            seasons = List.copyOf(periods);
            return this;
        }

        /**
         * Has seasons looked for in every series by itself while it is forecast, as a model for series unlike each other needs;
         * otherwise they are the same for all.
         *
         * @return this builder
         */
        public Builder findSeasons() {
            findsSeasons = true;
            return this;
        }

        /**
         * Sets the kind of recurrent cell; otherwise GRU.
         *
         * @param kind kind
         * @return this builder
         */
        public Builder cell(CellKind kind) {
            cell = kind;
            return this;
        }

        /**
         * Sets where a GRU applies its reset gate; otherwise after the recurrent product.
         *
         * @param variant variant
         * @return this builder
         */
        public Builder reset(ResetVariant variant) {
            reset = variant;
            return this;
        }

        /**
         * Sets the hidden size; otherwise it follows the number of rows.
         *
         * @param size hidden size; 0 for a linear model
         * @return this builder
         */
        public Builder hidden(int size) {
            hidden = size;
            return this;
        }

        /**
         * Sets the number of recurrent layers; otherwise 1.
         *
         * @param count layers
         * @return this builder
         */
        public Builder layers(int count) {
            layers = count;
            return this;
        }

        /**
         * Sets the largest number of epochs; otherwise it follows the number of rows.
         *
         * @param count epochs; 0 for the linear start alone
         * @return this builder
         */
        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /**
         * Sets how many of the latest values the running scale is taken over; otherwise the linear part tells.
         *
         * @param values number of values, at least 2
         * @return this builder
         */
        public Builder scaleWindow(int values) {
            scaleWindow = values;
            return this;
        }

        /**
         * Sets how many past periods of each season are seen; otherwise the linear part tells.
         *
         * @param periods number of periods, at least 1
         * @return this builder
         */
        public Builder seasonalRepeats(int periods) {
            seasonalRepeats = periods;
            return this;
        }

        /**
         * Sets the highest learning rate of the recurrent part; otherwise it follows the number of rows.
         *
         * @param rate learning rate, positive
         * @return this builder
         * @throws IllegalArgumentException if the rate is not positive and finite
         */
        public Builder learningRate(double rate) {
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw new IllegalArgumentException("learning rate must be positive and finite, was " + rate);
            }
            learningRate = rate;
            return this;
        }

        /**
         * Sets the seed of everything random; otherwise 1.
         *
         * @param value seed
         * @return this builder
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets the transform; otherwise logarithm for positive data.
         *
         * @param value transform
         * @return this builder
         */
        public Builder transform(Transform value) {
            transform = value;
            return this;
        }

        /**
         * Sets the quantile levels; otherwise those of the 50, 80, 90 and 95 % intervals and the median.
         *
         * @param values levels, ascending in (0, 1), with 0.5
         * @return this builder
         */
        public Builder levels(List<Double> values) {
            levels = List.copyOf(values);
            return this;
        }

        /**
         * Sets whether hour of day and day of week are inputs; otherwise they are if the step and the time span allow.
         *
         * @param use true to use them
         * @return this builder
         */
        public Builder calendar(boolean use) {
            calendar = use;
            return this;
        }

        /**
         * Sets the time zone of hour of day and day of week; otherwise UTC.
         *
         * @param calendarZone a zone, whose daylight saving is followed
         * @return this builder
         */
        public Builder zone(ZoneId calendarZone) {
            zone = calendarZone;
            return this;
        }

        /**
         * Sets the number of threads; otherwise all cores. The result does not depend on it.
         *
         * @param count threads, at least 1
         * @return this builder
         */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /**
         * Says that the series to come are a sample of a larger input, for the report; otherwise they are the input.
         *
         * @param series number of series in the input, about
         * @param rows number of rows in the input
         * @return this builder
         */
        public Builder sampledFrom(long series, long rows) {
            seriesInInput = series;
            rowsInInput = rows;
            return this;
        }

        /**
         * Finishes the options.
         *
         * @return options
         * @throws IllegalArgumentException if the number of threads is below 1, or seasons are given and looked for
         */
        public TrainingOptions build() {
            if (findsSeasons && seasons != null) {
                throw new IllegalArgumentException(
                        "seasons must not be given where they are looked for, were " + seasons);
            }
            if (threads < 1) {
                throw new IllegalArgumentException("threads must be at least 1, was " + threads);
            }
            return new TrainingOptions(new Builder(this));
        }
    }
}
