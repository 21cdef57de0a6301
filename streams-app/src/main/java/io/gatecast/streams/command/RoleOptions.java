package io.gatecast.streams.command;

import io.gatecast.core.train.SeriesColumns;
import io.gatecast.streams.table.FurtherColumns;
import io.gatecast.streams.table.TableFormat;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that tell which columns are forecast and what the others are good for. */
final class RoleOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--targets",
            paramLabel = "NAME",
            split = ",",
            description = "Columns to forecast (default: the first value column).")
    private List<String> targets = List.of();

    @Option(
            names = "--inputs",
            paramLabel = "NAME",
            split = ",",
            description = "Columns whose past helps (default: the value columns after the first).")
    private List<String> inputs = List.of();

    @Option(
            names = "--known",
            paramLabel = "NAME",
            split = ",",
            description = "Columns whose future is known, such as holidays or plans: taken from the rows to come, also"
                    + " from rows at the end that have no value yet.")
    private List<String> known = List.of();

    @Option(
            names = "--static",
            paramLabel = "NAME",
            split = ",",
            description = "Columns that do not change within a series, numbers or names.")
    private List<String> statics = List.of();

    /** Returns the format with the columns named here. */
    TableFormat applyTo(TableFormat format) {
        if (!format.valueColumns().isEmpty() && !(targets.isEmpty() && inputs.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--value-columns excludes --targets and --inputs");
        }
        List<String> first = targets.isEmpty() ? format.valueColumns() : targets;
        return format.with(first, new FurtherColumns(inputs, known, statics));
    }

    boolean hasKnown() {
        return !known.isEmpty();
    }

    /** Returns the roles of all columns, given the names of the value columns. */
    SeriesColumns roles(List<String> values) {
        SeriesColumns byOrder = SeriesColumns.ofValues(values, Math.max(1, targets.size()));
        return new SeriesColumns(byOrder.targets(), byOrder.inputs(), known, statics);
    }

    /** Returns the names of a topic's value columns, as far as they are given here: targets, then inputs. */
    List<String> values() {
        List<String> names = new ArrayList<>(targets);
        names.addAll(inputs);
        return names;
    }
}
