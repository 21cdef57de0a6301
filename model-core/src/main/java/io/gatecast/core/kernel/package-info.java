/** Plain-loop vector arithmetic: column-wise products and float activations, the same bits on every CPU. */
package io.gatecast.core.kernel;
