package io.gatecast.streams.command;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.operate.ClusterView;
import io.gatecast.streams.operate.Reset;
import io.gatecast.streams.operate.Reset.Plan;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code reset}: begins an application anew. */
@Command(
        name = "reset",
        description =
                "Begin an application anew: delete its state, on the brokers and on this machine, and its place in"
                        + " the input, so that the next run reads the whole input again. All instances must be stopped. On other"
                        + " machines delete state.dir.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast reset --config demand.properties --dry-run",
            "  gatecast reset --config demand.properties",
            "  gatecast reset --config demand.properties --outputs --yes"
        })
final class ResetApplication implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    @Option(
            names = "--outputs",
            description =
                    "Also delete the topics of forecasts, anomalies, dead letters, late records and the ledger, also if"
                            + " other applications write there; what is written anew comes on top of them otherwise.")
    private boolean outputs;

    @Option(names = "--dry-run", description = "Only print what would be deleted.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        GatecastConfig config = settings.load();
        PrintWriter out = spec.commandLine().getOut();
        Reset reset = new Reset(config, outputs);
        try (ClusterView cluster = ClusterView.of(config)) {
            Plan plan = reset.plan(cluster);
            if (plan.isEmpty()) {
                out.println("nothing to delete: the application " + config.applicationId() + " has not begun");
                return 0;
            }
            print(plan, config, out);
            if (dryRun) {
                return 0;
            }
            if (!yes && !isConfirmed(config.applicationId())) {
                out.println("nothing was deleted");
                return 1;
            }
            reset.carryOut(plan, cluster);
            out.println("the application " + config.applicationId() + " begins anew with its next run");
        }
        return 0;
    }

    private static void print(Plan plan, GatecastConfig config, PrintWriter out) {
        if (plan.group()) {
            out.println("delete offsets   of group " + config.applicationId());
        }
        plan.topics().forEach(topic -> out.println("delete topic     " + topic));
        plan.folder().ifPresent(folder -> out.println("delete directory " + folder));
        out.flush();
    }

    private boolean isConfirmed(String application) {
        Console console = System.console();
        if (console == null) {
            throw new ParameterException(
                    spec.commandLine(), "there is no terminal to ask on: --yes deletes without asking");
        }
        return application.equals(console.readLine("Type %s to delete all this: ", application));
    }
}
