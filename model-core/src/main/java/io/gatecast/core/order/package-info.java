/** Events that come late, twice, unevenly or not at all: puts them in order of time, into steps, and steps series through them. */
package io.gatecast.core.order;
