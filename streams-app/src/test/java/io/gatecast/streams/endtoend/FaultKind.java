package io.gatecast.streams.endtoend;

/** What goes wrong, or is done to a running application, as the table of reliability calls it. */
enum FaultKind {
    KILL_INSTANCE("SIGKILL of an instance at a random point, restarted"),
    KILL_BROKER("SIGKILL of the broker, restarted"),
    KILL_REGISTRY("SIGKILL of the registry, restarted; records with a schema not seen before meanwhile"),
    FREEZE_INSTANCE("SIGSTOP of an instance beyond its session, then SIGCONT"),
    FILL_DISK("full disk under the state of an instance, which is killed and starts again on it"),
    LOSE_STATE("all instances killed and their state deleted: restored from the changelog"),
    LOSE_INSTANCE("SIGKILL of an instance, not restarted until another's standby has taken over"),
    ROLL("rolling restart of three instances"),
    ADD_INSTANCE("an instance added"),
    REMOVE_INSTANCE("an instance removed");

    private final String text;

    FaultKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
