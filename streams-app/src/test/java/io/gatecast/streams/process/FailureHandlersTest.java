package io.gatecast.streams.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Observation;
import io.gatecast.streams.decode.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class FailureHandlersTest {
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2};

    private final Counts counts = new Counts();
    private final ErrorHandlerContext context = new DefaultErrorHandlerContext(
            null, "in", 3, 17, new RecordHeaders(), "forecast", new TaskId(0, 3), 5, KEY, VALUE);
    private final Map<String, Object> settings =
            Map.of(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "dead", Counts.SETTING, counts);

    @Test
    void shouldSendRecordWhoseProcessingFailedToDeadLetters() {
        ProcessingExceptionHandler.Response response = processing(new IllegalStateException("bug"));

        assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).singleElement().satisfies(this::isTheRecordAsItCame);
        assertThat(counts.rejected()).containsEntry(Reason.UNFORESEEN, 1L);
    }

    @Test
    void shouldNotBlameTheRecordForWhatKafkaReports() {
        assertThat(processing(new ProcessorStateException("disk full")).result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
        assertThat(processing(new TimeoutException("broker gone")).result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
        assertThat(counts.rejected()).isEmpty();
    }

    @Test
    void shouldSendRecordWhoseReadingFailedToDeadLetters() {
        DeserializationExceptionHandler.Response response = reading(new SerializationException("odd"));

        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).singleElement().satisfies(this::isTheRecordAsItCame);
    }

    @Test
    void shouldSendTheOriginalOfRecordThatFailedBehindTheTopicBySeries() {
        SourceRecord source = new SourceRecord("origin", 1, 99, new byte[] {8}, new byte[] {9}, 0);
        Arrival arrival = new Arrival(new Observation(5, 1.0), source);
        ProcessingFailureHandler handler = new ProcessingFailureHandler();
        handler.configure(settings);

        ProducerRecord<byte[], byte[]> letter = handler.handleError(
                        context, new Record<>("a", arrival, 5), new IllegalStateException("bug"))
                .deadLetterQueueRecords()
                .get(0);

        assertThat(letter.key()).isEqualTo(source.key());
        assertThat(letter.value()).isEqualTo(source.value());
        assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo("origin");
        assertThat(header(letter, DeadLetter.PARTITION)).isEqualTo("1");
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("99");
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("UNFORESEEN");
    }

    @Test
    void shouldLeaveOutWhatIsTooLargeToBeWrittenAgain() {
        ErrorHandlerContext large = new DefaultErrorHandlerContext(
                null,
                "in",
                3,
                17,
                new RecordHeaders(),
                "forecast",
                new TaskId(0, 3),
                5,
                KEY,
                new byte[SizeLimit.LARGEST_COPY]);
        ProcessingFailureHandler handler = new ProcessingFailureHandler();
        handler.configure(settings);

        ProducerRecord<byte[], byte[]> letter = handler.handleError(
                        large, new Record<>("a", "b", 5), new IllegalStateException("bug"))
                .deadLetterQueueRecords()
                .get(0);

        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetter.OMITTED_BYTES)).isEqualTo(Integer.toString(SizeLimit.LARGEST_COPY + 1));
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("17");
        assertThat(header(letter, DeadLetter.MESSAGE)).isEqualTo("bug");
    }

    @Test
    void shouldGoOnAfterAFailureThatAClockHasSetOff() {
        ErrorHandlerContext noRecord = new DefaultErrorHandlerContext(
                null, null, -1, -1, new RecordHeaders(), "forecast", new TaskId(0, 3), 5, null, null);
        ProcessingFailureHandler handler = new ProcessingFailureHandler();
        handler.configure(settings);

        ProducerRecord<byte[], byte[]> letter = handler.handleError(noRecord, null, new IllegalStateException("bug"))
                .deadLetterQueueRecords()
                .get(0);

        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetter.MESSAGE)).isEqualTo("bug");
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo("UNFORESEEN");
    }

    private void isTheRecordAsItCame(ProducerRecord<byte[], byte[]> letter) {
        assertThat(letter.topic()).isEqualTo("dead");
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(VALUE);
        assertThat(header(letter, "gatecast.reason")).isEqualTo("UNFORESEEN");
        assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo("in");
        assertThat(header(letter, DeadLetter.PARTITION)).isEqualTo("3");
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("17");
    }

    private ProcessingExceptionHandler.Response processing(Exception failure) {
        ProcessingFailureHandler handler = new ProcessingFailureHandler();
        handler.configure(settings);
        return handler.handleError(context, new Record<>("a", "b", 5), failure);
    }

    private DeserializationExceptionHandler.Response reading(Exception failure) {
        DeserializationFailureHandler handler = new DeserializationFailureHandler();
        handler.configure(settings);
        return handler.handleError(context, new ConsumerRecord<>("in", 3, 17, KEY, VALUE), failure);
    }

    private static String header(ProducerRecord<?, ?> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
