/** Models trained on the same series side by side: how good they are and what they cost. */
package io.gatecast.streams.compare;
