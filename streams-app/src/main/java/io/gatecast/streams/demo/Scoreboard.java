package io.gatecast.streams.demo;

import io.gatecast.schema.Forecast;
import io.gatecast.streams.demo.SeriesTrack.ErrorSum;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Compares every forecast with what then happened, and with the seasonal naive forecast: the value one season before the
 * outcome. Forecasts made while a series was warming up, missing outcomes and outcomes without a value one season before
 * are left out for both.
 */
final class Scoreboard {
    /** Keeps the logarithm of a perfect forecast finite. */
    private static final double SMALLEST_RATIO = 1e-6;

    private final Map<String, SeriesTrack> tracks = new LinkedHashMap<>();
    private final int season;
    private final int horizon;
    private long latestMs;
    private long events;
    private long forecasts;
    private long rejected;

    /**
     * Creates an empty board.
     *
     * @param season length of the season in steps, at least 1
     * @param horizon number of steps ahead forecast
     */
    Scoreboard(int season, int horizon) {
        this.season = season;
        this.horizon = horizon;
    }

    void observe(String key, long timestampMs, double value) {
        events++;
        latestMs = Math.max(latestMs, timestampMs);
        tracks.computeIfAbsent(key, name -> new SeriesTrack(name, season)).observe(timestampMs, value);
    }

    void forecast(Forecast forecast) {
        forecasts++;
        tracks.get(forecast.getKey()).forecast(forecast);
    }

    void reject() {
        rejected++;
    }

    long events() {
        return events;
    }

    long forecasts() {
        return forecasts;
    }

    long rejected() {
        return rejected;
    }

    /** Returns the number of events without an answer so far. */
    long outstanding() {
        return events - forecasts - rejected;
    }

    /** Returns the latest event time, milliseconds since 1970. */
    long latestMs() {
        return latestMs;
    }

    Collection<SeriesTrack> tracks() {
        return tracks.values();
    }

    int season() {
        return season;
    }

    /** Returns the error of one series' forecasts one step ahead as a share of the seasonal naive forecast's. */
    double relativeError(SeriesTrack track) {
        return track.errorsOfNext().relativeError();
    }

    Accuracy ofNext() {
        return accuracy(track -> track.errorsOfNext());
    }

    Accuracy ofFarthest() {
        return accuracy(track -> track.errorsOfFarthest(horizon));
    }

    private Accuracy accuracy(Function<SeriesTrack, ErrorSum> errors) {
        List<ErrorSum> sums = tracks.values().stream().map(errors).toList();
        double meanLogRatio = sums.stream()
                .filter(ErrorSum::hasReference)
                .mapToDouble(sum -> Math.log(Math.max(sum.relativeError(), SMALLEST_RATIO)))
                .average()
                .orElse(Double.NaN);
        return new Accuracy(
                sums.stream().mapToLong(ErrorSum::outcomes).sum(),
                Math.exp(meanLogRatio),
                covered(sums, 0),
                covered(sums, 1),
                covered(sums, 2));
    }

    private static double covered(List<ErrorSum> sums, int band) {
        long banded = sums.stream().mapToLong(sum -> sum.banded(band)).sum();
        long covered = sums.stream().mapToLong(sum -> sum.covered(band)).sum();
        return banded == 0 ? Double.NaN : (double) covered / banded;
    }
}
