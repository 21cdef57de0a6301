package io.gatecast.streams.replay;

import io.gatecast.schema.Forecast;
import io.gatecast.streams.config.GatecastConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Holds the forecasts of a replay against recorded ones: for every record of the range the same forecasts, of the same revision,
 * by the same model, to the last bit of every number. One thread.
 *
 * <p>Both topics are read side by side, and of what has no counterpart yet only a digest is kept.
 */
public final class Verification {
    /** Which forecast it is, whatever it says. */
    private record Place(
            String sourceTopic,
            int sourcePartition,
            long sourceOffset,
            String key,
            String target,
            long issuedAtMs,
            int revision) {
        static final Comparator<Place> ORDER = Comparator.comparing(Place::sourceTopic)
                .thenComparing(Place::sourcePartition)
                .thenComparing(Place::sourceOffset)
                .thenComparing(Place::issuedAtMs)
                .thenComparing(Place::key)
                .thenComparing(Place::target)
                .thenComparing(Place::revision);

        static Place of(Forecast forecast) {
            return new Place(
                    forecast.getSourceTopic(),
                    forecast.getSourcePartition(),
                    forecast.getSourceOffset(),
                    forecast.getKey(),
                    forecast.getTarget(),
                    forecast.getIssuedAtMs(),
                    forecast.getRevision());
        }

        boolean hasSource() {
            return sourceOffset >= 0;
        }

        @Override
        public String toString() {
            return "%s of series %s at %s%s%s"
                    .formatted(
                            hasSource()
                                    ? sourceTopic + "-" + sourcePartition + " offset " + sourceOffset
                                    : "a step closed without a record",
                            key,
                            Instant.ofEpochMilli(issuedAtMs),
                            target.isEmpty() ? "" : ", target " + target,
                            revision == 0 ? "" : ", revision " + revision);
        }
    }

    /** What a forecast says, in short, and where to read it again. */
    private record Digest(long high, long low, int partition, long offset) {
        boolean saysTheSameAs(Digest other) {
            return high == other.high && low == other.low;
        }
    }

    private record Difference(Place place, Optional<Digest> recorded, Optional<Digest> replayed) {}

    private final Range range;
    private final Map<Place, Digest> recordedOnly = new HashMap<>();
    private final Map<Place, Digest> replayedOnly = new HashMap<>();
    private final MessageDigest sha256 = sha256();
    private final SpecificDatumWriter<Forecast> writer = new SpecificDatumWriter<>(Forecast.class);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    private BinaryEncoder encoder;
    private long same;
    private long different;
    private long outside;
    private long byClock;
    private Optional<Difference> first = Optional.empty();

    private Verification(Range range) {
        this.range = range;
    }

    /**
     * What came of it.
     *
     * @param same forecasts that are the same to the last bit
     * @param different forecasts of the same record that say something else
     * @param missing forecasts that were recorded and did not come again
     * @param additional forecasts that were not recorded
     * @param byClock forecasts of steps that were closed because their series expired, and that are not the same on both sides:
     *     when a clock gets to a series, and which model has it then, is not recorded, so these do not count
     * @param outside recorded forecasts of records outside the range
     * @param first the first difference, by topic, partition and offset of the source
     */
    public record Result(
            long same,
            long different,
            long missing,
            long additional,
            long byClock,
            long outside,
            Optional<String> first) {
        /**
         * Whether the replay gave what was recorded.
         *
         * @return true if there are forecasts to compare and no differences
         */
        public boolean holds() {
            return same > 0 && different == 0 && missing == 0 && additional == 0;
        }
    }

    /**
     * Compares two topics.
     *
     * @param config where they are and how forecasts are written
     * @param recorded topic of the recorded forecasts
     * @param replayed topic of the replay's
     * @param range the records that were replayed
     * @return what came of it
     */
    public static Result compare(GatecastConfig config, String recorded, String replayed, Range range) {
        Verification verification = new Verification(range);
        try (ForecastTopic before = new ForecastTopic(config, recorded);
                ForecastTopic now = new ForecastTopic(config, replayed)) {
            while (before.hasNext() || now.hasNext()) {
                if (before.hasNext()) {
                    verification.recorded(before.next());
                }
                if (now.hasNext()) {
                    verification.replayed(now.next());
                }
            }
        }
        return verification.result(config, recorded, replayed);
    }

    private void recorded(ForecastTopic.Recorded read) {
        Forecast forecast = read.forecast();
        boolean inRange = forecast.getSourceOffset() < 0
                || range.contains(forecast.getSourceTopic(), forecast.getSourcePartition(), forecast.getSourceOffset());
        if (!inRange) {
            outside++;
            return;
        }
        match(Place.of(forecast), digest(read), recordedOnly, replayedOnly, true);
    }

    private void replayed(ForecastTopic.Recorded read) {
        match(Place.of(read.forecast()), digest(read), replayedOnly, recordedOnly, false);
    }

    private void match(
            Place place, Digest digest, Map<Place, Digest> here, Map<Place, Digest> there, boolean isRecorded) {
        Digest other = there.remove(place);
        if (other == null) {
            here.put(place, digest);
        } else if (digest.saysTheSameAs(other)) {
            same++;
        } else if (!place.hasSource()) {
            byClock++;
        } else {
            different++;
            Optional<Digest> mine = Optional.of(digest);
            note(new Difference(place, isRecorded ? mine : Optional.of(other), isRecorded ? Optional.of(other) : mine));
        }
    }

    private void note(Difference difference) {
        if (first.isEmpty()
                || Place.ORDER.compare(difference.place(), first.get().place()) < 0) {
            first = Optional.of(difference);
        }
    }

    private Digest digest(ForecastTopic.Recorded read) {
        bytes.reset();
        encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
        try {
            writer.write(read.forecast(), encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory
        }
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(bytes.toByteArray()));
        return new Digest(hash.getLong(), hash.getLong(), read.partition(), read.offset());
    }

    private Result result(GatecastConfig config, String recorded, String replayed) {
        long missing = 0;
        for (Map.Entry<Place, Digest> left : recordedOnly.entrySet()) {
            if (left.getKey().hasSource()) {
                missing++;
                note(new Difference(left.getKey(), Optional.of(left.getValue()), Optional.empty()));
            } else {
                byClock++;
            }
        }
        long additional = 0;
        for (Map.Entry<Place, Digest> left : replayedOnly.entrySet()) {
            if (left.getKey().hasSource()) {
                additional++;
                note(new Difference(left.getKey(), Optional.empty(), Optional.of(left.getValue())));
            } else {
                byClock++;
            }
        }
        return new Result(
                same,
                different,
                missing,
                additional,
                byClock,
                outside,
                first.map(difference -> describe(difference, config, recorded, replayed)));
    }

    private static String describe(Difference difference, GatecastConfig config, String recorded, String replayed) {
        if (difference.replayed().isEmpty()) {
            return difference.place() + ": recorded, and not forecast again";
        }
        if (difference.recorded().isEmpty()) {
            return difference.place() + ": forecast, and not recorded";
        }
        Forecast before = fetch(config, recorded, difference.recorded().get());
        Forecast now = fetch(config, replayed, difference.replayed().get());
        return difference.place() + ": " + String.join(", ", differences(before, now));
    }

    private static Forecast fetch(GatecastConfig config, String topic, Digest digest) {
        try (ForecastTopic forecasts = new ForecastTopic(config, topic)) {
            return forecasts.at(digest.partition(), digest.offset());
        }
    }

    /** The fields that differ, and of their values what differs first. */
    static List<String> differences(Forecast before, Forecast now) {
        List<String> differences = new ArrayList<>();
        for (Schema.Field field : Forecast.getClassSchema().getFields()) {
            Object then = before.get(field.pos());
            Object here = now.get(field.pos());
            if (field.name().equals("steps")) {
                for (int k = 0;
                        k < Math.max(before.getSteps().size(), now.getSteps().size());
                        k++) {
                    Object a = k < before.getSteps().size() ? before.getSteps().get(k) : "nothing";
                    Object b = k < now.getSteps().size() ? now.getSteps().get(k) : "nothing";
                    if (!a.equals(b)) {
                        differences.add("step " + (k + 1) + " ahead recorded " + a + ", now " + b);
                        break;
                    }
                }
            } else if (!then.equals(here)) {
                differences.add(field.name() + " recorded " + then + ", now " + here);
            }
        }
        return differences;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
