package io.gatecast.streams.process;

import io.gatecast.streams.decode.Reason;
import io.gatecast.streams.decode.RegistryUnavailableException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/** Sends a record whose reading failed to the dead-letter topic, unless it was the registry that failed. */
public final class DeserializationFailureHandler extends LogAndContinueExceptionHandler {
    private Counts counts = new Counts();

    /** Creates the handler; Kafka Streams does. */
    public DeserializationFailureHandler() {}

    @Override
    public void configure(Map<String, ?> settings) {
        super.configure(settings);
        counts = UnforeseenFailure.counts(settings);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
        if (failure instanceof RegistryUnavailableException) {
            return Response.fail();
        }
        counts.read();
        counts.rejected(Reason.UNFORESEEN);
        Response response = super.handleError(context, record, failure);
        return Response.resume(UnforeseenFailure.deadLetters(response.deadLetterQueueRecords(), record.value()));
    }
}
