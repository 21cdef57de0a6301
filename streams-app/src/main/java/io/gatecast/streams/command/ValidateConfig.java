package io.gatecast.streams.command;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.SettingSources;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.topology.ForecastTopology;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code config validate}: finds what is wrong with settings before anything is started. */
@Command(
        name = "validate",
        description =
                "Check the settings, that the model can be read and that they fit each other, without connecting to"
                        + " anything. Exit code 2 if a setting is wrong, 1 if the model is.",
        footerHeading = "%nExamples:%n",
        footer = {"  gatecast config validate --config demand.properties"})
final class ValidateConfig implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    @Override
    public Integer call() throws IOException {
        GatecastConfig config = settings.load();
        PrintWriter out = spec.commandLine().getOut();
        try {
            Artifact artifact = Run.artifact(config);
            Topics topics = ForecastTopology.build(config, new LiveModels(Deployment.of(artifact)))
                    .topics();
            out.println("reads    " + String.join(", ", topics.inputs()));
            out.println("writes   "
                    + String.join(", ", topics.written(config.detection().isPresent())));
            out.println("model    " + artifact.id());
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        List<String> stray = SettingSources.strayVariables(System.getenv());
        if (!stray.isEmpty()) {
            out.println("no settings, therefore left alone: " + String.join(", ", stray));
        }
        out.println("valid");
        return 0;
    }
}
