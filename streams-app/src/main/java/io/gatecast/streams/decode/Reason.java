package io.gatecast.streams.decode;

/** Why a record was not used. The names are part of the dead-letter topic's contract. */
public enum Reason {
    /** The record has no value (a tombstone). */
    NULL_VALUE,
    /** The record has no key, and none of its fields is the key. */
    NULL_KEY,
    /** The key is empty text. */
    EMPTY_KEY,
    /** The key is neither UTF-8 text nor an Avro string, int or long. */
    UNREADABLE_KEY,
    /** The key is longer than {@link SeriesKey#MAX_LENGTH} characters. */
    KEY_TOO_LONG,
    /** The value should be Avro but does not begin with a schema registry's mark. */
    WRONG_MAGIC_BYTE,
    /** The registry does not know the schema id in the value, or it is no Avro schema. */
    UNKNOWN_SCHEMA,
    /** The bytes do not fit the schema they claim: truncated or damaged. */
    UNREADABLE_AVRO,
    /** The value is not one JSON document. */
    UNREADABLE_JSON,
    /** The value is not one line of the configured cells. */
    UNREADABLE_CSV,
    /** The value can be read but is not a record with fields. */
    NOT_A_RECORD,
    /** A configured field is not there. */
    MISSING_FIELD,
    /** A field is of a type that cannot be used. */
    WRONG_TYPE,
    /** A value is NaN. */
    VALUE_NAN,
    /** A value is infinite. */
    VALUE_INFINITE,
    /** A value's magnitude is beyond {@link io.gatecast.core.Observation#MAX_MAGNITUDE}. */
    VALUE_OUT_OF_RANGE,
    /** Fewer values than the model has columns. */
    TOO_FEW_VALUES,
    /** More values than the model has columns. */
    TOO_MANY_VALUES,
    /** The event time is null or empty. */
    MISSING_TIMESTAMP,
    /** The event time is before 1970. */
    NEGATIVE_TIMESTAMP,
    /** The event time is further ahead of the record's timestamp than is accepted. */
    FUTURE_TIMESTAMP,
    /** The event time cannot be read, or is beyond the year 9999. */
    UNREADABLE_TIMESTAMP,
    /** The event time is further behind that of the series' latest event than the grace, or its step is closed. */
    LATE,
    /** The series has an event of this time already, which says the same or can no longer be corrected. */
    DUPLICATE,
    /** The open steps of the series hold as many events as they may. */
    STEP_FULL,
    /** The series would begin with a missing value. */
    FIRST_VALUE_MISSING,
    /** Processing failed in a way that has no name; the exception is in the record's headers. */
    UNFORESEEN
}
