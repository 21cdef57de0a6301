package io.gatecast.streams.decode;

/** A way to read record values. Shared by all threads. */
sealed interface EventFormat permits AvroFormat, JsonFormat, CsvFormat {
    /**
     * Reads one value.
     *
     * @param topic where it came from
     * @param value the bytes
     * @return the event
     * @throws BadRecordException if the value cannot be used
     * @throws RegistryUnavailableException if the schema registry fails
     */
    Event read(String topic, byte[] value) throws BadRecordException;
}
