/** What operators do with an application besides running it: examine it, look at its topics, begin it anew. */
package io.gatecast.streams.operate;
