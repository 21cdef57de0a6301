package io.gatecast.streams.encode;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.config.DataFormat;
import io.gatecast.streams.config.GatecastConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of forecasts. */
public final class ForecastSerdes {
    private ForecastSerdes() {}

    /**
     * The serde of the configured output format: Avro through the registry, or JSON with the same fields.
     *
     * @param config configuration
     * @return serde, safe for use by many threads
     */
    public static Serde<Forecast> of(GatecastConfig config) {
        return config.outputFormat() == DataFormat.AVRO
                ? AvroSerdes.of(Forecast.class, config.registrySettings(), false)
                : Serdes.serdeFrom(
                        (topic, forecast) -> forecast == null ? null : toJson(forecast),
                        (topic, bytes) -> bytes == null ? null : fromJson(bytes));
    }

    private static byte[] toJson(Forecast forecast) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            JsonEncoder encoder = EncoderFactory.get().jsonEncoder(Forecast.getClassSchema(), out);
            new SpecificDatumWriter<>(Forecast.class).write(forecast, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new SerializationException("cannot write the forecast of " + forecast.getKey() + " as JSON", e);
        }
        return out.toByteArray();
    }

    private static Forecast fromJson(byte[] bytes) {
        try {
            return new SpecificDatumReader<>(Forecast.class)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .jsonDecoder(Forecast.getClassSchema(), new ByteArrayInputStream(bytes)));
        } catch (IOException | AvroRuntimeException e) {
            throw new SerializationException("no forecast in JSON: " + e.getMessage(), e);
        }
    }
}
