package io.gatecast.streams.command;

import io.gatecast.streams.decode.AvroLimits;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code gatecast}: parses the arguments and hands over to one of its subcommands. */
@Command(
        name = "gatecast",
        description = "Live forecasts and anomalies from Kafka topics of measurements.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        versionProvider = Gatecast.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:success", "1:failure", "2:wrong usage"},
        subcommands = {
            Demo.class,
            Train.class,
            Import.class,
            Compare.class,
            Backtest.class,
            Run.class,
            Replay.class,
            Models.class,
            Alarms.class,
            Feed.class,
            Tail.class,
            Explain.class,
            ForecastTable.class,
            Detect.class,
            Evaluate.class,
            Simulate.class,
            Generate.class,
            Doctor.class,
            TopicsOfApplication.class,
            ResetApplication.class,
            Configuration.class,
            Completion.class
        })
public final class Gatecast implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean verbose;

    private Gatecast() {}

    /**
     * Runs the command and ends the JVM: with 0 after success, 1 after a failure, 2 after wrong usage.
     *
     * @param args the command-line arguments
     */
    public static void main(String[] args) {
        AvroLimits.set();
        Console.useBuiltIn();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        Gatecast gatecast = new Gatecast();
        FailureReport report = new FailureReport(() -> gatecast.verbose);
        return new CommandLine(gatecast)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(report)
                .setExecutionExceptionHandler(report);
    }

    /** Reports wrong usage: the command does nothing without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required");
    }

    static final class Version implements IVersionProvider {
        /** What the build leaves in place of the commit where there is no Git. */
        private static final String NO_BUILD_ID = " (${git.commit.id.describe})";

        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Gatecast.class.getPackage().getImplementationVersion())
                    .map(text -> text.replace(NO_BUILD_ID, ""))
                    .orElse("(unpackaged)");
            return new String[] {
                "gatecast " + version, "Java " + Runtime.version() + ", " + System.getProperty("os.name")
            };
        }
    }
}
