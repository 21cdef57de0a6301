/** Results for people and for programs: aligned text, JSON, and pages that open without a network. */
package io.gatecast.streams.report;
