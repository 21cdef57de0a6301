/** From bytes to observations: any Avro, JSON or CSV record becomes an event, or a rejection that says why not. */
package io.gatecast.streams.decode;
