/** Fits a model to series: linear start, back-propagation through time, pinball loss, Adam, early stopping. */
package io.gatecast.core.train;
