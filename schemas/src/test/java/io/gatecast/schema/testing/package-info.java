/** Real neighbours for integration tests, started as child processes. */
package io.gatecast.schema.testing;
