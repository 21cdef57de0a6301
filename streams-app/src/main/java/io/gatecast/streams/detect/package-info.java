/** Detection on files: the rows of a table through the same step as on a topic. */
package io.gatecast.streams.detect;
