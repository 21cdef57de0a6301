package io.gatecast.streams.config;

/** How the record keys of the input are written. */
public enum KeyFormat {
    /** Avro if the key begins with a schema registry's mark, else text. */
    AUTO,
    /** UTF-8 text. */
    TEXT,
    /** Avro string, int or long behind a schema registry's id. */
    AVRO
}
