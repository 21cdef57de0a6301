/** A simulated plant: sensors of many kinds with seasons, noise, gaps and labelled faults, from nothing but a seed. */
package io.gatecast.streams.plant;
