/** JMH benchmarks of everything hot in a step, with peers beside it. */
package io.gatecast.benchmarks;
