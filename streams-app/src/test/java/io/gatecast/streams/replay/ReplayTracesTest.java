package io.gatecast.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.config.GatecastConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayTracesTest {
    private static Set<String> ownTopics(String name) {
        GatecastConfig live = GatecastConfig.of(Map.of(
                "application.id", "plant",
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "mock://plant",
                "input.topics", "plant"));
        ReplaySpace space = new ReplaySpace(live, name);
        return new ReplayTraces(space, space.config(Optional.empty(), 1, Map.of())).ownTopics();
    }

    @Test
    void shouldOwnNothingOfAReplayWhoseNameBeginsTheSame() {
        assertThat(ownTopics("a"))
                .contains("plant-replay-a-forecasts", "plant-replay-a-series-checkpoints-changelog")
                .doesNotContainAnyElementsOf(ownTopics("a-b"));
    }
}
