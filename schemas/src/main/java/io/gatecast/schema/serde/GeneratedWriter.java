package io.gatecast.schema.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Writes records by the code generated with their classes. */
final class GeneratedWriter<T extends SpecificRecord> implements RecordWriter<T> {
    private final SpecificDatumWriter<T> writer;
    private final ThreadLocal<Buffer> buffers = ThreadLocal.withInitial(Buffer::new);

    private static final class Buffer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    }

    GeneratedWriter(Schema schema) {
        SpecificData generated = new SpecificData();
        generated.setCustomCoders(true);
        writer = new SpecificDatumWriter<>(schema, generated);
    }

    @Override
    public byte[] write(byte[] prefix, T record) {
        Buffer buffer = buffers.get();
        buffer.bytes.reset();
        buffer.bytes.write(prefix, 0, prefix.length);
        try {
            writer.write(record, buffer.encoder);
            buffer.encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            buffers.remove(); // what was written of the record is still in it
            throw e;
        }
        return buffer.bytes.toByteArray();
    }
}
