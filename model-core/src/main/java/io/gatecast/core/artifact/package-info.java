/** Model files: one Avro file with a content-hash id; the core's only file access. */
package io.gatecast.core.artifact;
