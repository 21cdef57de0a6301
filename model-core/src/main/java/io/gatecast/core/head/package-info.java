/** From hidden state and features to quantiles of every step ahead. */
package io.gatecast.core.head;
