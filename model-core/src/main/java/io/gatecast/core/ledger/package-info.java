/** Past forecasts and what then happened: realised coverage, skill against naive rules, and fallback to the better of them. */
package io.gatecast.core.ledger;
