/** From forecasts to bytes: the output contract, as Avro through the registry or as JSON. */
package io.gatecast.streams.encode;
