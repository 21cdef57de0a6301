package io.gatecast.streams.decode;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.FastReaderBuilder;

/** Reads generic values of one schema by Avro alone, logical types raw. Safe for use by many threads. */
final class DirectReader {
    private static final ThreadLocal<BinaryDecoder> DECODERS =
            ThreadLocal.withInitial(() -> DecoderFactory.get().binaryDecoder(new byte[0], null));

    private final DatumReader<Object> reader;

    DirectReader(Schema schema) throws IOException {
        reader = new FastReaderBuilder(new GenericData()).createDatumReader(schema, schema);
    }

    Object read(byte[] bytes, int from) throws IOException {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, DECODERS.get());
        return reader.read(null, decoder);
    }
}
