package io.gatecast.core.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** The settings decided so far, told to the listener as they are decided and kept for the report. */
final class Settings {
    private final TrainingProgress progress;
    private final Map<String, String> decided = new LinkedHashMap<>();

    Settings(TrainingProgress progress) {
        this.progress = progress;
    }

    void note(String name, String value, String why) {
        decided.put(name, value + " (" + why + ")");
        progress.setting(name, value, why);
    }

    Map<String, String> decided() {
        return decided;
    }
}
