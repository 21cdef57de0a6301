/** The running application over HTTP: queries, live updates, health, metrics, and the web page that shows them. */
package io.gatecast.streams.serve;
