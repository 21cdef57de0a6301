/** Synthetic series of many kinds, drawn from a seed alone: the same bits on every JVM. */
package io.gatecast.core.generate;
