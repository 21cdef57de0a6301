/** What the series of this instance did lately, in memory, for people to look at. */
package io.gatecast.streams.board;
