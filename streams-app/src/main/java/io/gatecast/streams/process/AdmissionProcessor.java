package io.gatecast.streams.process;

import io.gatecast.streams.decode.DecodedKey;
import io.gatecast.streams.decode.Event;
import io.gatecast.streams.decode.EventTimeExtractor;
import io.gatecast.streams.decode.InputValue;
import io.gatecast.streams.decode.KeyReader;
import io.gatecast.streams.decode.Rejected;
import io.gatecast.streams.decode.SeriesKey;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Gives every readable record its series key and its time; refuses the others. */
public final class AdmissionProcessor extends ContextualProcessor<byte[], InputValue, Object, Object> {
    private final KeyReader keys;
    private final Counts counts;
    private final String admitted;
    private final String refused;

    /**
     * Creates the processor.
     *
     * @param keys reads record keys
     * @param counts what is done is counted here
     * @param admitted name of the step that is given arrivals by series key
     * @param refused name of the step that is given dead letters
     */
    public AdmissionProcessor(KeyReader keys, Counts counts, String admitted, String refused) {
        this.keys = keys;
        this.counts = counts;
        this.admitted = admitted;
        this.refused = refused;
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
            DeadLetter.forget(record.headers());
            Arrival arrival = new Arrival(event.at(record.timestamp()), source);
            Headers headers = SizeLimit.modest(record.headers());
            context().forward(new Record<>(series.text(), arrival, record.timestamp(), headers), admitted);
        } else {
            refuse(record, (Rejected) key, source);
        }
    }

    private void refuse(Record<byte[], InputValue> record, Rejected why, SourceRecord source) {
        counts.rejected(why.reason());
        context().forward(DeadLetter.of(record, new Refusal(why, source)), refused);
    }
}
