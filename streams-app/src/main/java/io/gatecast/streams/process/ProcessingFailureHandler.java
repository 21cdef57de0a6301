package io.gatecast.streams.process;

import io.gatecast.streams.decode.Reason;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/** Sends a record whose processing failed to the dead-letter topic, unless Kafka itself failed. */
public final class ProcessingFailureHandler extends LogAndContinueProcessingExceptionHandler {
    private Counts counts = new Counts();

    /** Creates the handler; Kafka Streams does. */
    public ProcessingFailureHandler() {}

    @Override
    public void configure(Map<String, ?> settings) {
        super.configure(settings);
        counts = UnforeseenFailure.counts(settings);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
        if (!UnforeseenFailure.isOfTheRecord(failure)) {
            return Response.fail();
        }
        counts.rejected(Reason.UNFORESEEN);
        Response response = super.handleError(context, record, failure);
        Object value = record == null ? null : record.value(); // what a clock has set off has no record
        return Response.resume(UnforeseenFailure.deadLetters(response.deadLetterQueueRecords(), value));
    }
}
