package io.gatecast.core.backtest;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The losses of all contenders by event time, in bounded memory: series that are forecast at the same time are averaged, and
 * times are put together in blocks once there are too many.
 *
 * <p>Averaging over series before the test leaves room for any dependence between them (Driscoll and Kraay 1998).
 */
final class LossTimeline {
    private final int contenders;
    private final int mostBlocks;
    private TreeMap<Long, Block> blocks = new TreeMap<>();
    private long blockMs = 1;
    private double spanMs;
    private long origins;

    LossTimeline(int contenders, int mostBlocks) {
        this.contenders = contenders;
        this.mostBlocks = mostBlocks;
    }

    /**
     * Adds an origin.
     *
     * @param issuedAtMs event time of its last observation
     * @param span from there to the last outcome scored, in milliseconds
     * @param absolute mean scaled absolute error per contender
     * @param pinball mean scaled pinball loss per contender
     */
    void add(long issuedAtMs, long span, double[] absolute, double[] pinball) {
        blocks.computeIfAbsent(issuedAtMs / blockMs, start -> new Block(contenders))
                .add(issuedAtMs, absolute, pinball);
        spanMs += span;
        origins++;
        while (blocks.size() > mostBlocks) {
            widen();
        }
    }

    private void widen() {
        blockMs *= 2;
        TreeMap<Long, Block> wider = new TreeMap<>();
        blocks.forEach((index, block) -> wider.merge(index / 2, block, Block::plus));
        blocks = wider;
    }

    int blocks() {
        return blocks.size();
    }

    /** Whether there are two times at least per overlapping forecast. */
    boolean isLongEnough() {
        return blocks.size() >= 2 * (lags() + 1);
    }

    Optional<DieboldMariano> test(int first, int second, Loss loss) {
        double[] differences = new double[blocks.size()];
        int i = 0;
        for (Map.Entry<Long, Block> entry : blocks.entrySet()) {
            differences[i++] = entry.getValue().difference(first, second, loss);
        }
        return DieboldMariano.of(differences, lags());
    }

    /** Number of blocks after an origin whose forecasts overlap with its own. */
    private int lags() {
        if (blocks.size() < 2) {
            return blocks.size();
        }
        double firstMs = blocks.firstEntry().getValue().meanMs();
        double lastMs = blocks.lastEntry().getValue().meanMs();
        double spacingMs = (lastMs - firstMs) / (blocks.size() - 1);
        return (int) Math.max(0, Math.ceil(spanMs / origins / spacingMs) - 1);
    }

    private static final class Block {
        private final double[] absolute;
        private final double[] pinball;
        private long count;
        private double timeMs;

        Block(int contenders) {
            absolute = new double[contenders];
            pinball = new double[contenders];
        }

        void add(long atMs, double[] ofAbsolute, double[] ofPinball) {
            count++;
            timeMs += atMs;
            for (int c = 0; c < absolute.length; c++) {
                absolute[c] += ofAbsolute[c];
                pinball[c] += ofPinball[c];
            }
        }

        Block plus(Block other) {
            count += other.count;
            timeMs += other.timeMs;
            for (int c = 0; c < absolute.length; c++) {
                absolute[c] += other.absolute[c];
                pinball[c] += other.pinball[c];
            }
            return this;
        }

        double meanMs() {
            return timeMs / count;
        }

        double difference(int first, int second, Loss loss) {
            double[] sums = loss == Loss.ABSOLUTE ? absolute : pinball;
            return (sums[first] - sums[second]) / count;
        }
    }
}
