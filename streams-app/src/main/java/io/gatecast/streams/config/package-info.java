/** Settings: the only reader of properties, which checks them once and hands out typed values. */
package io.gatecast.streams.config;
