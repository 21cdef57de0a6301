package io.gatecast.streams.command;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imported.EngineUnavailableException;
import io.gatecast.streams.table.TableFormatException;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports what went wrong in one line on standard error, with the stack trace only if asked for. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final BooleanSupplier verbose;

    FailureReport(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println(nameOf(command) + ": " + describe(failure));
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException misuse, String[] args) {
        CommandLine command = misuse.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(nameOf(command) + ": " + misuse.getMessage());
        UnmatchedArgumentException.printSuggestions(misuse, err);
        err.println("Try '" + nameOf(command) + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }

    private static String nameOf(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String describe(Exception failure) {
        String text;
        if (failure instanceof NoSuchFileException missing) {
            text = "no such file: " + missing.getFile();
        } else if (failure instanceof AccessDeniedException denied) {
            text = "access denied: " + denied.getFile();
        } else if (failure instanceof UncheckedIOException wrapped) {
            String cause = describe(wrapped.getCause());
            boolean addsNothing =
                    wrapped.getMessage() == null || wrapped.getMessage().startsWith("java.");
            text = addsNothing ? cause : wrapped.getMessage() + ": " + cause;
        } else if (speaksForItself(failure) && failure.getMessage() != null) {
            text = failure.getMessage() + causeOf(failure);
        } else {
            text = failure.getClass().getSimpleName() + ": " + failure.getMessage() + "; --verbose shows where";
        }
        return text.lines().findFirst().orElse(text);
    }

    private static boolean speaksForItself(Exception failure) {
        return failure instanceof TableFormatException
                || failure instanceof ModelFormatException
                || failure instanceof EngineUnavailableException
                || failure instanceof UnmetException
                || failure instanceof IllegalArgumentException
                || failure instanceof IOException
                || failure instanceof KafkaException;
    }

    // Kafka wraps the reason ("Failed to construct kafka consumer"), some of it twice, which says more than the
    // wrapping.
    private static String causeOf(Exception failure) {
        Throwable cause = failure instanceof KafkaException ? failure.getCause() : null;
        while (cause instanceof KafkaException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause != null && cause.getMessage() != null ? ": " + cause.getMessage() : "";
    }
}
