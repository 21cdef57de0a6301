package io.gatecast.streams.endtoend;

import io.gatecast.schema.Forecast;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * How what a disturbed run has written, forecasts and dead letters, compares with what an undisturbed one has.
 *
 * @param records input records
 * @param lost results that are missing
 * @param duplicated results that are there once more, or of records that do not exist
 * @param differing results with other bits
 */
record Verdict(long records, long lost, long duplicated, long differing) {
    static final Verdict NOTHING = new Verdict(0, 0, 0, 0);

    /** Magic byte and schema id, which belongs to the subject. */
    private static final int REGISTRY_MARK = 5;

    Verdict plus(Verdict other) {
        return new Verdict(
                records + other.records, lost + other.lost, duplicated + other.duplicated, differing + other.differing);
    }

    /** Compares the results of two applications over the same input. */
    static Verdict of(Installation installation, Deployment disturbed, Deployment undisturbed) {
        Map<String, ByteBuffer> expected = new HashMap<>();
        forEach(installation, undisturbed, (source, digest) -> {
            if (expected.put(source, digest) != null) {
                throw new AssertionError("the undisturbed run has written twice: " + source);
            }
        });
        long records = expected.size();
        Map<String, ByteBuffer> missing = new HashMap<>(expected);
        long[] wrong = new long[2];
        forEach(installation, disturbed, (source, digest) -> {
            if (missing.remove(source) == null) {
                wrong[0]++;
                System.out.println(disturbed.output() + ": twice or of nothing: " + source);
            } else if (!expected.get(source).equals(digest)) {
                wrong[1]++;
            }
        });
        missing.keySet().stream()
                .limit(10)
                .forEach(source -> System.out.println(disturbed.output() + ": lost " + source));
        return new Verdict(records, missing.size(), wrong[0], wrong[1]);
    }

    /** Every result with the place of the record it was made of, and a digest of all its bits. */
    private static void forEach(
            Installation installation, Deployment deployment, BiConsumer<String, ByteBuffer> action) {
        try (Serde<Forecast> serde = installation.forecastSerde()) {
            Deserializer<Forecast> deserializer = serde.deserializer();
            installation.committed().forEach(deployment.output(), record -> {
                Forecast forecast = deserializer.deserialize(deployment.output(), record.value());
                action.accept(
                        forecast.getSourcePartition() + "@" + forecast.getSourceOffset(),
                        digest(record.value(), REGISTRY_MARK));
            });
        }
        installation.committed().forEach(deployment.deadLetters(), letter -> {
            String source =
                    header(letter, "__streams.errors.partition") + "@" + header(letter, "__streams.errors.offset");
            byte[] reason = header(letter, "gatecast.reason").getBytes(StandardCharsets.UTF_8);
            action.accept(source, digest(reason, 0));
        });
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static ByteBuffer digest(byte[] bytes, int from) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes, from, bytes.length - from);
            return ByteBuffer.wrap(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
