package io.gatecast.streams.operate;

import java.util.List;

/**
 * The group in which the instances of an application share its input.
 *
 * @param kind which protocol it speaks, if it exists
 * @param members one line per thread that is in it: client id and host
 */
record Group(Kind kind, List<String> members) {
    /** How members of a group come to an agreement. */
    enum Kind {
        /** There is no such group. */
        ABSENT,
        /** The consumers', {@code kafka.group.protocol=classic}. */
        CONSUMER,
        /** The brokers', {@code kafka.group.protocol=streams}. */
        STREAMS
    }

    Group {
        members = List.copyOf(members);
    }

    static Group absent() {
        return new Group(Kind.ABSENT, List.of());
    }
}
