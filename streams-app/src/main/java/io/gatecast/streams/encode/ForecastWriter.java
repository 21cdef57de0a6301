package io.gatecast.streams.encode;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastFallback;
import io.gatecast.schema.serde.RecordWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes forecasts in Avro's binary encoding, number by number into one array: most of a forecast are some two hundred float64, which the
 * generated code asks for as objects and writes through a buffered stream. One thread at a time per instance.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">binary encoding</a>
 */
final class ForecastWriter {
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_VARINT = 10;

    /** Everything but texts, levels, fallbacks and steps, generously. */
    private static final int FIXED_BYTES = 256;

    private static final int FALLBACK_BYTES = 3 * LONGEST_VARINT + Double.BYTES;

    private byte[] bytes = new byte[4096];
    private int at;
    private int reserved;

    /** A writer for many threads. */
    static RecordWriter<Forecast> shared() {
        ThreadLocal<ForecastWriter> writers = ThreadLocal.withInitial(ForecastWriter::new);
        return (prefix, forecast) -> writers.get().write(prefix, forecast);
    }

    /** The prefix and behind it the forecast. */
    byte[] write(byte[] prefix, Forecast forecast) {
        ForecastSteps steps = steps(forecast);
        at = 0;
        reserved = 0;
        reserve(prefix.length
                + FIXED_BYTES
                + Double.BYTES * forecast.getLevels().size()
                + FALLBACK_BYTES * forecast.getFallbacks().size()
                + Double.BYTES * steps.numbers().length
                + 2 * LONGEST_VARINT * steps.size());
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        at = prefix.length;
        putText(forecast.getKey());
        putLong(forecast.getIssuedAtMs());
        putLong(forecast.getStepMs());
        putText(forecast.getTarget());
        putNumbers(forecast.getLevels());
        putSteps(steps);
        putText(forecast.getModelId());
        putLong(forecast.getStepCount());
        bytes[at++] = (byte) (forecast.getWarmup() ? 1 : 0);
        putDouble(forecast.getAnomalyScore());
        putText(forecast.getSourceTopic());
        putLong(forecast.getSourcePartition());
        putLong(forecast.getSourceOffset());
        putLong(forecast.getRevision());
        putLong(forecast.getWarmedUpAfter());
        putFallbacks(forecast.getFallbacks());
        putText(forecast.getStateHash());
        return Arrays.copyOf(bytes, at);
    }

    private static ForecastSteps steps(Forecast forecast) {
        if (forecast.getSteps() instanceof ForecastSteps steps) {
            return steps;
        }
        throw new IllegalArgumentException("a forecast must come from the encoder, that of " + forecast.getKey()
                + " has " + forecast.getSteps().getClass());
    }

    /** An array is a block of so many items, and a block of none. */
    private void putNumbers(List<Double> numbers) {
        if (!numbers.isEmpty()) {
            putLong(numbers.size());
            for (double number : numbers) {
                putDouble(number);
            }
        }
        putLong(0);
    }

    private void putSteps(ForecastSteps steps) {
        double[] numbers = steps.numbers();
        int levels = steps.levels();
        if (steps.size() > 0) {
            putLong(steps.size());
            for (int i = 0; i < numbers.length; i += 1 + levels) {
                putDouble(numbers[i]);
                if (levels > 0) {
                    putLong(levels);
                }
                for (int level = 1; level <= levels; level++) {
                    putDouble(numbers[i + level]);
                }
                putLong(0);
            }
        }
        putLong(0);
    }

    private void putFallbacks(List<ForecastFallback> fallbacks) {
        if (!fallbacks.isEmpty()) {
            putLong(fallbacks.size());
            for (ForecastFallback fallback : fallbacks) {
                putLong(fallback.getFromStep());
                putLong(fallback.getToStep());
                putLong(fallback.getSeason());
                putDouble(fallback.getShare());
            }
        }
        putLong(0);
    }

    private void putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(LONGEST_VARINT + utf8.length);
        putLong(utf8.length);
        System.arraycopy(utf8, 0, bytes, at, utf8.length);
        at += utf8.length;
    }

    private void putDouble(double number) {
        DOUBLE.set(bytes, at, number);
        at += Double.BYTES;
    }

    /** Seven bits per byte, the lowest first; small negative numbers are short as well. */
    private void putLong(long number) {
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
    }

    /** Makes room for so many bytes beside those that were reserved before. */
    private void reserve(int more) {
        reserved += more;
        if (reserved > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(reserved, 2 * bytes.length));
        }
    }
}
