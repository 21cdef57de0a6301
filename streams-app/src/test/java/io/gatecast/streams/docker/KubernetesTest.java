package io.gatecast.streams.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.gatecast.streams.command.CommandParser;
import io.gatecast.streams.config.GatecastConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The manifests of {@code docker/kubernetes}: valid by Kubernetes' own types, and true to each other and to the image. */
class KubernetesTest {
    private static final Path FOLDER = Yaml.DOCKER.resolve("kubernetes");
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new NoFurtherFields())
            .build();

    private static StatefulSet instances;
    private static PodSpec pod;
    private static Container container;
    private static ConfigMap settings;

    /** The types collect fields that Kubernetes does not know; here they are mistakes. */
    private static final class NoFurtherFields extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    @BeforeAll
    static void read() throws IOException {
        instances = read("statefulset.yaml", StatefulSet.class);
        pod = instances.getSpec().getTemplate().getSpec();
        container = pod.getContainers().get(0);
        settings = read("settings.yaml", ConfigMap.class);
    }

    @Test
    void shouldConsistOfManifestsThatKubernetesUnderstands() throws IOException {
        List<String> resources = new ArrayList<>();
        Yaml.read(FOLDER.resolve("kustomization.yaml")).path("resources").forEach(name -> resources.add(name.asText()));

        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(resources);
        }
        assertThat(read("service.yaml", Service.class).getKind()).isEqualTo("Service");
        assertThat(read("secret.yaml", Secret.class).getKind()).isEqualTo("Secret");
        assertThat(read("disruption-budget.yaml", PodDisruptionBudget.class)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isEqualTo(1);
        assertThat(read("service-monitor.yaml", ServiceMonitor.class).getApiVersion())
                .isEqualTo("monitoring.coreos.com/v1");
    }

    @Test
    void shouldNotTakeAFieldThatKubernetesDoesNotKnow() throws IOException {
        ObjectNode wrong = (ObjectNode) Yaml.read(FOLDER.resolve("statefulset.yaml"));
        ((ObjectNode) wrong.at("/spec/template/spec")).put("terminationGraceSeconds", 60);

        assertThatThrownBy(() -> STRICT.treeToValue(wrong, StatefulSet.class))
                .hasMessageContaining("terminationGraceSeconds");
    }

    @Test
    void shouldHaveSettingsThatExistAndFitEachOther() throws IOException {
        GatecastConfig config = config();

        assertThat(config.applicationId()).isEqualTo("demand-forecast");
        assertThat(config.shutdownTimeout().toSeconds()).isLessThan(pod.getTerminationGracePeriodSeconds());
        Map<String, String> variables = container.getEnv().stream()
                .map(EnvVar::getName)
                .filter(name -> !name.equals("POD_NAME"))
                .collect(Collectors.toMap(name -> name, name -> "gatecast-0:8080"));
        variables.putAll(Map.of(
                "GATECAST_BOOTSTRAP_SERVERS",
                "a:1",
                "GATECAST_INPUT_TOPICS",
                "b",
                "GATECAST_INPUT_FORMAT",
                "json",
                "GATECAST_OUTPUT_FORMAT",
                "json"));
        assertThatCode(() -> Settings.fromEnvironment(variables)).doesNotThrowAnyException();
    }

    @Test
    void shouldRunACommandThatExistsOnAFileThatIsMounted() {
        List<String> command = container.getArgs();
        Map<String, VolumeMount> mounts =
                container.getVolumeMounts().stream().collect(Collectors.toMap(VolumeMount::getName, mount -> mount));

        assertThatCode(() -> CommandParser.parse(command.toArray(String[]::new)))
                .doesNotThrowAnyException();
        assertThat(command.get(2))
                .isEqualTo(mounts.get("settings").getMountPath() + "/"
                        + settings.getData().keySet().iterator().next());
        assertThat(mounts.get("state").getMountPath())
                .isEqualTo(Dockerfile.read().variable("GATECAST_STATE_DIR").replace("/state", ""));
    }

    @Test
    void shouldMountOnlyVolumesThatAreThere() {
        Set<String> volumes = new HashSet<>();
        pod.getVolumes().stream().map(Volume::getName).forEach(volumes::add);
        instances.getSpec().getVolumeClaimTemplates().stream()
                .map((PersistentVolumeClaim claim) -> claim.getMetadata().getName())
                .forEach(volumes::add);

        assertThat(container.getVolumeMounts().stream().map(VolumeMount::getName))
                .containsExactlyInAnyOrderElementsOf(volumes);
        assertThat(pod.getVolumes().stream()
                        .filter(volume -> volume.getConfigMap() != null)
                        .map(volume -> volume.getConfigMap().getName()))
                .containsExactly(settings.getMetadata().getName());
    }

    @Test
    void shouldAskForHealthAndMetricsAtThePortOfTheImage() throws IOException {
        Service service = read("service.yaml", Service.class);
        ServiceMonitor monitor = read("service-monitor.yaml", ServiceMonitor.class);
        List<Probe> probes =
                List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe());

        assertThat(container.getPorts().get(0).getContainerPort().toString())
                .isEqualTo(Dockerfile.read().variable("GATECAST_HTTP_PORT"));
        assertThat(probes)
                .allSatisfy(probe -> assertThat(probe.getHttpGet().getPort().getStrVal())
                        .isEqualTo(container.getPorts().get(0).getName()));
        assertThat(probes.stream().map(probe -> probe.getHttpGet().getPath()))
                .containsExactly("/health/live", "/health/live", "/health/ready");
        assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal())
                .isEqualTo(container.getPorts().get(0).getName());
        assertThat(monitor.getSpec().getEndpoints().get(0).getPort())
                .isEqualTo(service.getSpec().getPorts().get(0).getName());
        assertThat(monitor.getSpec().getSelector().getMatchLabels())
                .isEqualTo(service.getMetadata().getLabels());
    }

    @Test
    void shouldSelectTheInstancesEverywhere() throws IOException {
        Map<String, String> labels =
                instances.getSpec().getTemplate().getMetadata().getLabels();

        assertThat(instances.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(read("service.yaml", Service.class).getSpec().getSelector()).isEqualTo(labels);
        assertThat(read("disruption-budget.yaml", PodDisruptionBudget.class)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels())
                .isEqualTo(labels);
        assertThat(instances.getSpec().getServiceName())
                .isEqualTo(read("service.yaml", Service.class).getMetadata().getName());
    }

    @Test
    void shouldRunAsTheUserOfTheImageAndNotAsRoot() {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser() + ":"
                        + pod.getSecurityContext().getRunAsGroup())
                .isEqualTo(Dockerfile.read().user());
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    }

    private static GatecastConfig config() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(settings.getData().values().iterator().next()));
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return GatecastConfig.of(values);
    }

    private static <T> T read(String file, Class<T> type) throws IOException {
        JsonNode tree = Yaml.read(FOLDER.resolve(file));
        return STRICT.treeToValue(tree, type);
    }
}
