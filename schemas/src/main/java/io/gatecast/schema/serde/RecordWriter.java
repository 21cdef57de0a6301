package io.gatecast.schema.serde;

/**
 * Writes records in Avro's binary encoding. Safe for use by many threads.
 *
 * @param <T> the record type
 */
@FunctionalInterface
public interface RecordWriter<T> {
    /**
     * Writes a record.
     *
     * @param prefix what the bytes begin with
     * @param record the record
     * @return the prefix, and behind it what Avro itself would write
     */
    byte[] write(byte[] prefix, T record);
}
