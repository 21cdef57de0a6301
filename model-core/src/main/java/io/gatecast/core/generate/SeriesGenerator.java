package io.gatecast.core.generate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Generates series of many kinds, such as a general model has to know. Every series depends on the seed and its own number
 * alone, so they can be made one by one, in any order, on any thread, with the same bits on every JVM.
 */
public final class SeriesGenerator {
    private final Timeline time;
    private final long seed;
    private final List<Recipe> recipes;

    /**
     * Creates a generator.
     *
     * @param start event time of the first row of every series, not before 1970
     * @param step time between rows, at least a millisecond; where days are a whole number of steps, many series have daily and
     *     weekly seasons
     * @param rows number of rows per series, at least 1
     * @param seed chooses the series
     * @param recipes kinds of series to make, at least one
     * @throws IllegalArgumentException if a setting is out of range
     */
    public SeriesGenerator(Instant start, Duration step, int rows, long seed, List<Recipe> recipes) {
        if (recipes.isEmpty()) {
            throw new IllegalArgumentException("at least one recipe is needed, got none");
        }
        time = new Timeline(start.toEpochMilli(), step.toMillis(), rows);
        this.seed = seed;
        this.recipes = List.copyOf(recipes);
    }

    /**
     * Makes one series.
     *
     * @param number which one, from 0
     * @return the series
     */
    public GeneratedSeries series(int number) {
        Randomness random = Randomness.of(seed, number);
        Recipe recipe = recipe(random);
        String kind = recipe.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String key = String.format(Locale.ROOT, "%s-%06d", kind, number);
        return new GeneratedSeries(key, recipe, time, recipe.values(time, random));
    }

    private Recipe recipe(Randomness random) {
        int all = recipes.stream().mapToInt(Recipe::share).sum();
        int left = random.between(0, all - 1);
        for (Recipe recipe : recipes) {
            left -= recipe.share();
            if (left < 0) {
                return recipe;
            }
        }
        throw new IllegalStateException("shares of " + recipes + " do not add up to " + all);
    }
}
