/**
 * Reads models of other libraries: a reader per file format, and one translation to our cells. Nothing in a file is
 * ever executed.
 */
package io.gatecast.core.imports;
