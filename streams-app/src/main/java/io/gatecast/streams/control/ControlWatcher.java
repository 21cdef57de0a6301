package io.gatecast.streams.control;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a control topic. A record that is not as it must be is told of and passed over. */
public final class ControlWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlWatcher.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ControlTopic topic;
    private final LiveControls live;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private ControlWatcher(ControlTopic topic, LiveControls live, ControlReader first) {
        this.topic = topic;
        this.live = live;
        thread = new Thread(() -> follow(first), "control-watcher");
        thread.setDaemon(true);
    }

    /**
     * Applies what the topic says now, then goes on in a thread of its own.
     *
     * @param topic the control topic
     * @param live the controls to change
     * @return what follows the topic until it is closed
     * @throws KafkaException if the topic cannot be read
     */
    public static ControlWatcher start(ControlTopic topic, LiveControls live) {
        ControlReader reader = open(topic);
        try {
            live.set(reader.readToEnd());
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
        ControlWatcher watcher = new ControlWatcher(topic, live, reader);
        watcher.thread.start();
        return watcher;
    }

    private static ControlReader open(ControlTopic topic) {
        return new ControlReader(
                topic, (place, why) -> LOG.warn("topic {}, {} is passed over: {}", topic.name(), place, why));
    }

    private void follow(ControlReader first) {
        ControlReader reader = first;
        while (closing.getCount() > 0) {
            try (ControlReader open = reader == null ? open(topic) : reader) {
                live.set(open.readToEnd());
                while (closing.getCount() > 0) {
                    if (open.poll(POLL)) {
                        live.set(open.controls());
                    }
                }
            } catch (RuntimeException e) { // whatever it is, the stream goes on and the topic is tried again
                LOG.warn("cannot follow the control topic {}, what it said holds: {}", topic.name(), e.toString());
                pause();
            }
            reader = null;
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops following; what holds stays. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
