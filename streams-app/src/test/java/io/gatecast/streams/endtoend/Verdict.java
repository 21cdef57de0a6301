package io.gatecast.streams.endtoend;

import io.gatecast.schema.Forecast;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * How the forecasts of a disturbed run compare with those of an undisturbed one.
 *
 * @param records input records
 * @param lost forecasts that are missing
 * @param duplicated forecasts that are there once more, or of records that do not exist
 * @param differing forecasts with other bits
 */
record Verdict(long records, long lost, long duplicated, long differing) {
    static final Verdict NOTHING = new Verdict(0, 0, 0, 0);

    Verdict plus(Verdict other) {
        return new Verdict(
                records + other.records, lost + other.lost, duplicated + other.duplicated, differing + other.differing);
    }

    /** Compares what is on a topic with the reference, of which so many rows were fed. */
    static Verdict of(Installation installation, String output, Map<String, Print> reference, int rows) {
        Map<String, Print> expected = new HashMap<>(reference);
        expected.values().removeIf(print -> print.stepCount() > rows);
        long records = expected.size();
        long[] wrong = new long[2];
        Set<String> all = Set.copyOf(expected.keySet());
        forEach(installation, output, (source, print) -> {
            Print wanted = expected.remove(source);
            if (wanted == null) {
                wrong[0]++;
                System.out.println(output + ": " + (all.contains(source) ? "twice " : "unexpected ") + source);
            } else if (!wanted.equals(print)) {
                wrong[1]++;
                System.out.println(output + ": differing " + source);
            }
        });
        expected.keySet().stream().limit(10).forEach(source -> System.out.println(output + ": lost " + source));
        return new Verdict(records, expected.size(), wrong[0], wrong[1]);
    }

    /** What identifies the forecasts on a topic, by the record they were made after. */
    static Map<String, Print> prints(Installation installation, String output) {
        Map<String, Print> prints = new HashMap<>();
        forEach(installation, output, prints::put);
        return prints;
    }

    private static void forEach(Installation installation, String output, BiConsumer<String, Print> action) {
        try (Serde<Forecast> serde = installation.forecastSerde()) {
            Deserializer<Forecast> deserializer = serde.deserializer();
            installation.committed().forEach(output, record -> {
                Forecast forecast = deserializer.deserialize(output, record.value());
                String source = forecast.getSourcePartition() + "@" + forecast.getSourceOffset();
                action.accept(source, Print.of(forecast));
            });
        }
    }

    /**
     * A forecast in short.
     *
     * @param stepCount number of observations of its series so far
     * @param digest SHA-256 of all its bits but the name of the topic read
     */
    record Print(long stepCount, ByteBuffer digest) {
        static Print of(Forecast forecast) {
            try {
                forecast.put("sourceTopic", "");
                ByteBuffer bytes = Forecast.getEncoder().encode(forecast);
                return new Print(
                        forecast.getStepCount(),
                        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                                .digest(Arrays.copyOf(bytes.array(), bytes.limit()))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
