/** Rolling-origin evaluation: what models and simple rules would have forecast, held against what happened. */
package io.gatecast.core.backtest;
