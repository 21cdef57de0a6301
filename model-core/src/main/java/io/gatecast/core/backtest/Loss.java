package io.gatecast.core.backtest;

/** What contenders are compared by, an origin at a time. */
public enum Loss {
    /** Mean scaled absolute error over the steps ahead. */
    ABSOLUTE,
    /** Mean scaled pinball loss over steps ahead and levels. */
    PINBALL
}
