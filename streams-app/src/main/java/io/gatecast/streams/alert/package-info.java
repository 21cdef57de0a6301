/** Alarms put together into incidents, and incidents told to a webhook. */
package io.gatecast.streams.alert;
