package io.gatecast.streams.process;

import io.gatecast.streams.decode.DecodedKey;
import io.gatecast.streams.decode.Event;
import io.gatecast.streams.decode.EventTimeExtractor;
import io.gatecast.streams.decode.InputValue;
import io.gatecast.streams.decode.KeyReader;
import io.gatecast.streams.decode.Rejected;
import io.gatecast.streams.decode.SeriesKey;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Gives every readable record its series key and its time; refuses the others. */
public final class AdmissionProcessor extends ContextualProcessor<byte[], InputValue, String, Outcome> {
    private final KeyReader keys;
    private final Counts counts;

    /**
     * Creates the processor.
     *
     * @param keys reads record keys
     * @param counts what is done is counted here
     */
    public AdmissionProcessor(KeyReader keys, Counts counts) {
        this.keys = keys;
        this.counts = counts;
    }

    @Override
    public void process(Record<byte[], InputValue> record) {
        counts.read();
        SourceRecord source = SourceRecord.of(
                context().recordMetadata().orElseThrow(),
                record.key(),
                record.value().bytes(),
                record.headers());
        if (record.value().decoded() instanceof Event event) {
            admit(record, event, source);
        } else {
            refuse(record, (Rejected) record.value().decoded(), source);
        }
    }

    private void admit(Record<byte[], InputValue> record, Event event, SourceRecord source) {
        Optional<Rejected> unusableTime = EventTimeExtractor.unusable(record.headers());
        if (unusableTime.isPresent()) {
            refuse(record, unusableTime.get(), source);
            return;
        }
        DecodedKey key =
                event.key().<DecodedKey>map(SeriesKey::new).orElseGet(() -> keys.read(source.topic(), record.key()));
        if (key instanceof SeriesKey series) {
            DeadLetterProcessor.forget(record.headers());
            Arrival arrival = new Arrival(event.at(record.timestamp()), source);
            context()
                    .forward(SizeLimit.withModestHeaders(record)
                            .withKey(series.text())
                            .withValue(arrival));
        } else {
            refuse(record, (Rejected) key, source);
        }
    }

    private void refuse(Record<byte[], InputValue> record, Rejected why, SourceRecord source) {
        counts.rejected(why.reason());
        context().forward(record.withKey((String) null).withValue(new Refusal(why, source)));
    }
}
