/** Training beside libtorch. */
package io.gatecast.benchmarks.training;
