package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.general.GeneralModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveModelsTest {
    @Test
    void shouldTellOfEveryExchangeOnceItIsMade() {
        LiveModels models = new LiveModels(Deployment.of(GeneralModel.read()));
        List<Deployment> seen = new ArrayList<>();
        models.onDeploy(() -> seen.add(models.current()));
        Deployment next = Deployment.of(GeneralModel.read());

        models.deploy(next);

        assertThat(seen).hasSize(1);
        assertThat(seen.get(0)).isSameAs(next);
    }
}
