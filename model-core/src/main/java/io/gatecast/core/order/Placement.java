package io.gatecast.core.order;

/** What is to be done with an event that has come. */
public sealed interface Placement {
    /**
     * It comes too late.
     *
     * @param latenessMs how far it is behind the time its series has reached, milliseconds
     */
    record Late(long latenessMs) implements Placement {}

    /** There is an event of this time already, and it says the same or can no longer be corrected. */
    record Repeated() implements Placement {}

    /** The open steps of the series hold as many events as they may. */
    record Crowded() implements Placement {}

    /** The series cannot begin, or begin again after a long gap, with an event that lacks a value. */
    record Incomplete() implements Placement {}

    /**
     * It has a place among the events of its series.
     *
     * @param index place in the tail
     * @param corrects whether it replaces the event that is there, which has the same time and says something else
     */
    record Placed(int index, boolean corrects) implements Placement {}
}
