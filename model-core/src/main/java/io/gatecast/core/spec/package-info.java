/** Everything about a model but its weights. */
package io.gatecast.core.spec;
