package io.gatecast.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.streams.config.GatecastConfig;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {
    @Test
    void shouldNameOutputsAfterTheFirstInput() {
        Topics topics = topics(Map.of("input.topics", "in,more"));

        assertThat(topics.forecasts()).isEqualTo("in-forecasts");
        assertThat(topics.deadLetters()).isEqualTo("in-dead-letters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input.topics | in,in-dead-letters | dead.letter.topic contradicts input.topics: both name the topic"
                        + " in-dead-letters, so the application would read what it writes",
                "input.topics | in,in-forecasts | output.topic contradicts input.topics: both name the topic"
                        + " in-forecasts, so the application would read what it writes",
                "output.topic | in | output.topic contradicts input.topics: both name the topic in, so the"
                        + " application would read what it writes",
                "dead.letter.topic | in | dead.letter.topic contradicts input.topics: both name the topic in, so the"
                        + " application would read what it writes",
                "output.topic | in-dead-letters | dead.letter.topic contradicts output.topic: both name the topic"
                        + " in-dead-letters",
            })
    void shouldRefuseOneTopicForTwoPurposes(String name, String value, String message) {
        assertThatThrownBy(() -> topics(Map.of(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    private static Topics topics(Map<String, String> settings) {
        return Topics.of(GatecastConfig.of(Harness.withDefaults(settings)));
    }
}
