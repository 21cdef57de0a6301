package io.gatecast.streams.command;

import io.gatecast.streams.config.GatecastConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say where the settings of an application come from. */
final class SettingsOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Properties file with the settings; without one they come from the environment and --set.")
    private Optional<Path> file;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Overrides a setting; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /**
     * Returns the settings, checked.
     *
     * @throws ParameterException naming the first setting that is unknown, missing or wrong
     * @throws IOException if the file cannot be read
     */
    GatecastConfig load() throws IOException {
        try {
            return file.isPresent()
                    ? GatecastConfig.load(file.get(), System.getenv(), overrides)
                    : GatecastConfig.load(System.getenv(), overrides);
        } catch (ConfigException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    e.getMessage()
                            + (file.isPresent()
                                    ? ""
                                    : "; settings come from --config FILE, GATECAST_* variables and --set"),
                    e);
        }
    }
}
