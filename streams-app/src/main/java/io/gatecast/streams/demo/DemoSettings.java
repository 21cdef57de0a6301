package io.gatecast.streams.demo;

import io.gatecast.core.artifact.Artifact;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a demo run does.
 *
 * @param artifact the model to forecast with
 * @param registryUrl schema registry, {@code mock://} for one inside this process
 * @param historyMoments number of moments fed at full speed before the live ones
 * @param pace time between live moments
 * @param maxEvents number of events after which it ends
 * @param maxTime time after which it ends
 * @param season length in steps of the seasonal naive forecast compared with, at least 1
 * @param httpPort port of the web page, empty for the usual one or the next free, -1 for none
 */
public record DemoSettings(
        Artifact artifact,
        String registryUrl,
        long historyMoments,
        Duration pace,
        long maxEvents,
        Duration maxTime,
        int season,
        OptionalInt httpPort) {}
