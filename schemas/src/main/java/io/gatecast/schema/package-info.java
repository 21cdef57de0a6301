/** The Avro contracts: one generated class per record of a topic, a state store or a model file. */
package io.gatecast.schema;
