/** Checks of what is in {@code docker/}, without a container engine. */
package io.gatecast.streams.docker;
