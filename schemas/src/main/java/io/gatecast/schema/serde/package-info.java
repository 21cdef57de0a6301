/** Kafka serdes for the contracts, through a schema registry; users add kafka-clients and the registry client. */
package io.gatecast.schema.serde;
