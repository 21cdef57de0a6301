package io.gatecast.streams.command;

import io.gatecast.streams.decode.AvroLimits;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code gatecast}: parses the arguments and hands over to one of its subcommands. */
@Command(
        name = "gatecast",
        description = "Live forecasts and anomalies from Kafka topics of measurements.",
        mixinStandardHelpOptions = true,
        versionProvider = Gatecast.Version.class,
        subcommands = {Run.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:success", "1:failure", "2:wrong usage"})
public final class Gatecast implements Runnable {
    @Spec
    private CommandSpec spec;

    private Gatecast() {}

    /**
     * Runs the command and ends the JVM: with 0 after success, 1 after a failure, 2 after wrong usage.
     *
     * @param args the command-line arguments
     */
    public static void main(String[] args) {
        AvroLimits.set();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Gatecast());
    }

    /** Reports wrong usage: the command does nothing without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Gatecast.class.getPackage().getImplementationVersion())
                    .orElse("(unpackaged)");
            return new String[] {
                "gatecast " + version, "Java " + Runtime.version() + ", " + System.getProperty("os.name")
            };
        }
    }
}
