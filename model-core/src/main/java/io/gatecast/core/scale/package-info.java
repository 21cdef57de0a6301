/** Brings values of any size to a common scale and back: transform, running mean and standard deviation. */
package io.gatecast.core.scale;
