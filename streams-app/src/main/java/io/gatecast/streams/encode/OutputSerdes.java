package io.gatecast.streams.encode;

import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Breach;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.LedgerEntry;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.config.DataFormat;
import io.gatecast.streams.config.GatecastConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of what is written, in the configured output format: Avro through the registry, or JSON with the same fields. */
public final class OutputSerdes {
    private OutputSerdes() {}

    /**
     * The serde of forecasts. It writes what a {@link ForecastEncoder} has made.
     *
     * @param config configuration
     * @return serde, safe for use by many threads
     */
    public static Serde<Forecast> forecasts(GatecastConfig config) {
        return config.outputFormat() == DataFormat.AVRO
                ? AvroSerdes.of(Forecast.class, ForecastWriter.shared(), config.registrySettings(), false)
                : json(Forecast.class, Forecast.getClassSchema());
    }

    /**
     * The serde of anomalies.
     *
     * @param config configuration
     * @return serde, safe for use by many threads
     */
    public static Serde<Anomaly> anomalies(GatecastConfig config) {
        return of(config, Anomaly.class, Anomaly.getClassSchema());
    }

    /**
     * The serde of entries of the ledger.
     *
     * @param config configuration
     * @return serde, safe for use by many threads
     */
    public static Serde<LedgerEntry> ledger(GatecastConfig config) {
        return of(config, LedgerEntry.class, LedgerEntry.getClassSchema());
    }

    /**
     * The serde of limits that may be crossed.
     *
     * @param config configuration
     * @return serde, safe for use by many threads
     */
    public static Serde<Breach> breaches(GatecastConfig config) {
        return of(config, Breach.class, Breach.getClassSchema());
    }

    private static <T extends SpecificRecord> Serde<T> of(GatecastConfig config, Class<T> type, Schema schema) {
        return config.outputFormat() == DataFormat.AVRO
                ? AvroSerdes.of(type, config.registrySettings(), false)
                : json(type, schema);
    }

    private static <T extends SpecificRecord> Serde<T> json(Class<T> type, Schema schema) {
        return Serdes.serdeFrom(
                (topic, record) -> record == null ? null : toJson(record, type, schema),
                (topic, bytes) -> bytes == null ? null : fromJson(bytes, type, schema));
    }

    /**
     * A forecast as JSON, whatever the configured format.
     *
     * @param forecast the forecast
     * @return JSON in UTF-8, on one line
     */
    public static byte[] json(Forecast forecast) {
        return toJson(forecast, Forecast.class, Forecast.getClassSchema());
    }

    private static <T> byte[] toJson(T record, Class<T> type, Schema schema) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
            new SpecificDatumWriter<>(type).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new SerializationException("cannot write as JSON: " + record, e);
        }
        return out.toByteArray();
    }

    private static <T> T fromJson(byte[] bytes, Class<T> type, Schema schema) {
        try {
            return new SpecificDatumReader<>(type)
                    .read(null, DecoderFactory.get().jsonDecoder(schema, new ByteArrayInputStream(bytes)));
        } catch (IOException | AvroRuntimeException e) {
            throw new SerializationException("no " + schema.getName() + " in JSON: " + e.getMessage(), e);
        }
    }
}
