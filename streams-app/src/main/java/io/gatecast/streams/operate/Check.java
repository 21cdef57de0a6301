package io.gatecast.streams.operate;

import java.util.List;

/** One thing to look at. */
interface Check {
    /** What it is about, one word. */
    String subject();

    /**
     * Looks at it.
     *
     * @return at least one finding
     * @throws RuntimeException if it cannot be looked at, which is a finding too
     */
    List<Finding> look();
}
