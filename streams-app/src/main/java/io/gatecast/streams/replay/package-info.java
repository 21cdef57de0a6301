/** Topics of the past led through the graph once more: from where to where, at what pace, and whether the same came of it. */
package io.gatecast.streams.replay;
