package io.gatecast.streams.serve;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.order.TimeRules;
import io.gatecast.streams.board.Board;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.metrics.RestoreProgress;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.process.Recollection;
import io.gatecast.streams.state.Stores;
import io.gatecast.streams.topology.Timing;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the board from the stores of partitions that the instance has taken over, so that series are seen before their next event. A
 * thread of its own with low priority reads while the tasks go on writing: what a task has shown since is newer and stays.
 */
final class Recall implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recall.class);
    private static final long PAUSE_MS = 500;
    private static final long PATIENCE_MS = 5_000;

    private final GatecastConfig config;
    private final Board board;
    private final LiveModels models;
    private final LiveControls controls;
    private final KafkaStreams streams;
    private final RestoreProgress restore;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "board-recall");

    private Recall(
            GatecastConfig config,
            Board board,
            LiveModels models,
            LiveControls controls,
            KafkaStreams streams,
            RestoreProgress restore) {
        this.config = config;
        this.board = board;
        this.models = models;
        this.controls = controls;
        this.streams = streams;
        this.restore = restore;
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Begins as soon as the application runs and has restored its stores. */
    static Recall start(
            GatecastConfig config,
            Board board,
            LiveModels models,
            LiveControls controls,
            KafkaStreams streams,
            RestoreProgress restore) {
        Recall recall = new Recall(config, board, models, controls, streams, restore);
        recall.thread.start();
        return recall;
    }

    private void run() {
        try {
            while (!closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                if (restore.isReady(streams)) {
                    board.forgotten().forEach(this::recall);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recall(int partition) {
        try {
            Artifact artifact = models.current().champion();
            TimeRules rules = Timing.rules(config, artifact.model().spec());
            Recollection recollection = new Recollection(config, artifact, controls, rules);
            ReadOnlyKeyValueStore<String, byte[]> tails = store(Stores.TAILS, partition);
            ReadOnlyKeyValueStore<String, byte[]> checkpoints = store(Stores.CHECKPOINTS, partition);
            if (recall(partition, tails, checkpoints, tails, recollection)
                    && recall(partition, checkpoints, checkpoints, tails, recollection)) {
                board.recalled(partition);
            }
        } catch (InvalidStateStoreException e) {
            LOG.debug("partition {} is moving; its series are recalled when it is here again", partition, e);
        } catch (RuntimeException e) {
            LOG.warn("series of partition {} are not shown until their next event", partition, e);
            board.recalled(partition);
        }
    }

    /** Recalls the series that have an entry in a store; returns false if it was told to stop. */
    private boolean recall(
            int partition,
            ReadOnlyKeyValueStore<String, byte[]> listed,
            ReadOnlyKeyValueStore<String, byte[]> checkpoints,
            ReadOnlyKeyValueStore<String, byte[]> tails,
            Recollection recollection) {
        try (KeyValueIterator<String, byte[]> all = listed.all()) {
            while (all.hasNext()) {
                if (closing.getCount() == 0) {
                    return false;
                }
                String key = all.next().key;
                if (board.shows(key)) {
                    continue;
                }
                byte[] tail =
                        tails.get(key); // first: the checkpoint read after it has seen at least what it begins with
                byte[] checkpoint = checkpoints.get(key);
                Optional<Recollection.Recalled> recalled =
                        recollection.recall(key, Optional.ofNullable(checkpoint), Optional.ofNullable(tail));
                if (recalled.isPresent() && !board.recall(partition, key, recalled.get())) {
                    return true;
                }
            }
        }
        return true;
    }

    private ReadOnlyKeyValueStore<String, byte[]> store(String name, int partition) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<String, byte[]>keyValueStore())
                        .withPartition(partition));
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
