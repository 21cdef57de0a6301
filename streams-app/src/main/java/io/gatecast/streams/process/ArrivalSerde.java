package io.gatecast.streams.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Carries arrivals through the topic partitioned by series: the observation as the record value, in Avro's single-object
 * encoding of {@link io.gatecast.schema.Observation} with codes for static columns, and the record it was read from in headers, so that forecasts still
 * name their source and dead letters are still the original.
 */
public final class ArrivalSerde implements Serde<Arrival> {
    private static final String TOPIC = "gatecast.source.topic";
    private static final String PARTITION = "gatecast.source.partition";
    private static final String OFFSET = "gatecast.source.offset";
    private static final String KEY = "gatecast.source.key";
    private static final String VALUE = "gatecast.source.value";
    private static final String OMITTED = "gatecast.source.omitted";

    /** Creates the serde. */
    public ArrivalSerde() {}

    @Override
    public Serializer<Arrival> serializer() {
        return new Serializer<>() {
            @Override
            public byte[] serialize(String topic, Arrival arrival) {
                throw new UnsupportedOperationException("an arrival needs headers");
            }

            @Override
            public byte[] serialize(String topic, Headers headers, Arrival arrival) {
                SourceRecord source = arrival.source();
                DeadLetter.set(headers, TOPIC, source.topic());
                DeadLetter.set(headers, PARTITION, Integer.toString(source.partition()));
                DeadLetter.set(headers, OFFSET, Long.toString(source.offset()));
                DeadLetter.set(headers, OMITTED, Integer.toString(source.omittedBytes()));
                headers.remove(KEY).add(KEY, source.key());
                headers.remove(VALUE).add(VALUE, source.value());
                return encode(arrival.observation());
            }
        };
    }

    @Override
    public Deserializer<Arrival> deserializer() {
        return new Deserializer<>() {
            @Override
            public Arrival deserialize(String topic, byte[] bytes) {
                throw new UnsupportedOperationException("an arrival needs headers");
            }

            @Override
            public Arrival deserialize(String topic, Headers headers, byte[] bytes) {
                SourceRecord source = new SourceRecord(
                        text(headers, TOPIC),
                        Integer.parseInt(text(headers, PARTITION)),
                        Long.parseLong(text(headers, OFFSET)),
                        header(headers, KEY),
                        header(headers, VALUE),
                        Integer.parseInt(text(headers, OMITTED)));
                for (String name : List.of(TOPIC, PARTITION, OFFSET, KEY, VALUE, OMITTED)) {
                    headers.remove(name);
                }
                return new Arrival(decode(bytes), source);
            }
        };
    }

    private static byte[] encode(io.gatecast.core.Observation observation) {
        List<Double> values = new ArrayList<>(observation.columns());
        for (int c = 0; c < observation.columns(); c++) {
            values.add(orNull(observation.value(c)));
        }
        List<List<Double>> known = new ArrayList<>(observation.knownColumns());
        for (int c = 0; c < observation.knownColumns(); c++) {
            List<Double> ahead = new ArrayList<>(observation.knownSteps(c));
            for (int k = 0; k < observation.knownSteps(c); k++) {
                ahead.add(orNull(observation.known(c, k)));
            }
            known.add(ahead);
        }
        List<Object> codes = new ArrayList<>(observation.staticColumns());
        for (int c = 0; c < observation.staticColumns(); c++) {
            codes.add(orNull(observation.staticCode(c)));
        }
        try {
            ByteBuffer encoded = io.gatecast.schema.Observation.getEncoder()
                    .encode(new io.gatecast.schema.Observation("", observation.timestampMs(), values, known, codes));
            return Arrays.copyOfRange(encoded.array(), encoded.position(), encoded.limit());
        } catch (IOException e) {
            throw new SerializationException("cannot encode " + observation, e);
        }
    }

    private static io.gatecast.core.Observation decode(byte[] bytes) {
        try {
            io.gatecast.schema.Observation record =
                    io.gatecast.schema.Observation.getDecoder().decode(bytes);
            return new io.gatecast.core.Observation(
                    record.getTimestampMs(),
                    numbers(record.getValues()),
                    record.getKnown().stream().map(ArrivalSerde::numbers).toArray(double[][]::new),
                    numbers(record.getStatics()));
        } catch (IOException | AvroRuntimeException e) {
            throw new SerializationException("no observation in " + bytes.length + " bytes", e);
        }
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }

    private static double[] numbers(List<?> values) {
        return values.stream()
                .mapToDouble(value -> value instanceof Double number ? number : Double.NaN)
                .toArray();
    }

    private static String text(Headers headers, String name) {
        return new String(header(headers, name), StandardCharsets.UTF_8);
    }

    private static byte[] header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            throw new SerializationException("header " + name + " is missing");
        }
        return header.value();
    }
}
