/** Series in CSV files: which columns mean what, read row by row or collected whole. */
package io.gatecast.streams.table;
