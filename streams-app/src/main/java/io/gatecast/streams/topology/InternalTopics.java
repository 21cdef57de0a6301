package io.gatecast.streams.topology;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.state.Stores;
import java.util.ArrayList;
import java.util.List;

/** Names of the topics in which an application keeps what is its own. */
public final class InternalTopics {
    private InternalTopics() {}

    /**
     * The changelogs that an application with these settings needs.
     *
     * @param config configuration
     * @return names
     */
    static List<String> used(GatecastConfig config) {
        String application = config.applicationId();
        List<String> names = new ArrayList<>();
        for (String store : Stores.names()) {
            names.add(changelog(application, store));
        }
        names.add(SettingsTopic.name(application));
        return names;
    }

    /**
     * All that an application may have, whatever its settings are or were. Others, even if their names begin with the same
     * words, belong to somebody else.
     *
     * @param application name of the application
     * @return names
     */
    public static List<String> possible(String application) {
        List<String> names = new ArrayList<>();
        for (String store : Stores.namesWithCandidate()) {
            names.add(changelog(application, store));
        }
        names.add(SettingsTopic.name(application));
        names.add(repartition(application));
        return names;
    }

    static String repartition(String application) {
        return application + "-" + Topics.BY_SERIES + "-repartition";
    }

    private static String changelog(String application, String store) {
        return application + "-" + store + "-changelog";
    }
}
