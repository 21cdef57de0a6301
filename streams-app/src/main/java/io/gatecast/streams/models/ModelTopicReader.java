package io.gatecast.streams.models;

import io.gatecast.streams.client.WholeTopicReader;
import java.time.Duration;

/** Reads a model topic from its beginning and goes on as it grows. One thread. */
final class ModelTopicReader implements AutoCloseable {
    private final Catalogue catalogue = new Catalogue();
    private final WholeTopicReader reader;

    ModelTopicReader(ModelTopic topic) {
        reader = new WholeTopicReader(topic.cluster(), topic.name(), catalogue::accept);
    }

    /** Reads everything that was committed before the call. */
    Catalogue readToEnd() {
        reader.readToEnd();
        return catalogue;
    }

    /** Waits for records; returns whether there were any. */
    boolean poll(Duration limit) {
        return reader.poll(limit);
    }

    /** What has been read so far, live. */
    Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public void close() {
        reader.close();
    }
}
