package io.gatecast.streams.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;

/**
 * Shows every meter of Gatecast's own in JMX through Kafka's metrics registry, so that it is found where Kafka's are: domain {@code
 * io.gatecast}, type {@code application}, one attribute per number.
 */
final class JmxMirror implements AutoCloseable {
    private static final String DOMAIN = "io.gatecast";
    private static final String PREFIX = "gatecast.";

    private final Metrics metrics;
    private final String application;

    private JmxMirror(String application) {
        this.application = application;
        metrics = new Metrics(
                new MetricConfig(),
                new ArrayList<>(List.of(new JmxReporter())),
                Time.SYSTEM,
                new KafkaMetricsContext(DOMAIN));
    }

    static JmxMirror of(MeterRegistry registry, String application) {
        JmxMirror mirror = new JmxMirror(application);
        registry.config().onMeterAdded(mirror::show).onMeterRemoved(mirror::hide);
        return mirror;
    }

    private void show(Meter meter) {
        numbers(meter).forEach((name, number) -> {
            if (metrics.metric(name) == null) {
                metrics.addMetric(name, (Gauge<Double>) (config, nowMs) -> number.getAsDouble());
            }
        });
    }

    private void hide(Meter meter) {
        numbers(meter).keySet().forEach(metrics::removeMetric);
    }

    private Map<MetricName, DoubleSupplier> numbers(Meter meter) {
        Map<MetricName, DoubleSupplier> numbers = new LinkedHashMap<>();
        String id = meter.getId().getName();
        if (!id.startsWith(PREFIX)) {
            return numbers;
        }
        String name = id.substring(PREFIX.length()).replace('.', '-');
        meter.measure().forEach(measurement -> {
            String suffix = measurement.getStatistic() == Statistic.VALUE
                    ? ""
                    : "-"
                            + measurement
                                    .getStatistic()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-');
            numbers.put(name(meter, name + suffix), measurement::getValue);
        });
        if (meter instanceof Timer timer) {
            for (ValueAtPercentile percentile : timer.takeSnapshot().percentileValues()) {
                double share = percentile.percentile();
                numbers.put(name(meter, name + "-p" + text(100 * share)), () -> at(timer, share));
            }
        }
        return numbers;
    }

    private static String text(double percent) {
        return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
    }

    private static double at(Timer timer, double share) {
        for (ValueAtPercentile percentile : timer.takeSnapshot().percentileValues()) {
            if (percentile.percentile() == share) {
                return percentile.value(TimeUnit.SECONDS);
            }
        }
        return Double.NaN;
    }

    private MetricName name(Meter meter, String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("application", application);
        for (Tag tag : meter.getId().getTags()) {
            tags.put(tag.getKey(), tag.getValue());
        }
        return new MetricName(name, "application", "", tags);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
