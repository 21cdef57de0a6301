/** Limits of a value, and how probable it is from a forecast that they will be crossed. */
package io.gatecast.core.breach;
