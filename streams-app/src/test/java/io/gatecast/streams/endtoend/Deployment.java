package io.gatecast.streams.endtoend;

import io.gatecast.streams.command.CommandRun;
import io.gatecast.streams.command.Gatecast;
import io.gatecast.streams.endtoend.FaultPlan.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Some instances of one application, each a process of its own, and what can be done to them. */
final class Deployment implements AutoCloseable {
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Installation installation;
    private final String application;
    private final String input;
    private final Path model;
    private final Path folder;
    private final String protocol;
    private final Optional<SmallDisk> disk;
    private final List<Instance> instances = new ArrayList<>();
    private int created;
    private int endedByThemselves;

    /** The first instance's state is on the disk, if there is one, which is closed with the deployment. */
    Deployment(
            Installation installation,
            String application,
            String input,
            Path model,
            Path folder,
            String protocol,
            Optional<SmallDisk> disk) {
        this.installation = installation;
        this.application = application;
        this.input = input;
        this.model = model;
        this.folder = folder;
        this.protocol = protocol;
        this.disk = disk;
    }

    String output() {
        return application + "-out";
    }

    String deadLetters() {
        return application + "-dead";
    }

    /** Starts so many instances and waits until each has its share. */
    void start(int count) {
        for (int i = 0; i < count; i++) {
            add();
        }
        instances.forEach(Instance::awaitRunning);
    }

    /** Does one fault, with the feed going on. */
    void inflict(Fault fault, ObservationFeed feed) {
        pause(fault.after());
        reviveWhatEnded();
        Instance victim = instances.get(fault.draw() % instances.size());
        System.out.println(application + ": " + fault.kind() + ", " + victim.name);
        switch (fault.kind()) {
            case KILL_INSTANCE -> {
                victim.process.kill();
                pause(fault.downtime());
                victim.start();
            }
            case KILL_BROKER -> {
                installation.broker().kill();
                pause(fault.downtime());
                installation.broker().restart();
            }
            case KILL_REGISTRY -> {
                Runnable use = feed.newSchema();
                installation.registry().kill();
                use.run();
                pause(fault.downtime().plusSeconds(4));
                installation.registry().restart();
            }
            case FREEZE_INSTANCE -> {
                victim.process.freeze();
                pause(SESSION.plusSeconds(4).plus(fault.downtime()));
                victim.process.thaw();
            }
            case FILL_DISK -> {
                Instance first = instances.get(0);
                disk.orElseThrow().fill();
                pause(fault.downtime());
                first.process.kill();
                first.start();
                pause(Duration.ofSeconds(10));
                disk.orElseThrow().free();
            }
            case LOSE_STATE -> {
                instances.forEach(instance -> instance.process.kill());
                instances.forEach(Instance::deleteState);
                instances.forEach(Instance::start);
                instances.forEach(Instance::awaitRunning);
            }
            case LOSE_INSTANCE -> {
                victim.process.kill();
                pause(SESSION.plusSeconds(6).plus(fault.downtime()));
                victim.start();
                victim.awaitRunning();
            }
            case ROLL ->
                instances.forEach(instance -> {
                    instance.process.stop();
                    instance.start();
                    instance.awaitRunning();
                });
            case ADD_INSTANCE -> add().awaitRunning();
            case REMOVE_INSTANCE -> {
                victim.process.stop();
                instances.remove(victim);
            }
        }
    }

    /** What an orchestrator does. Gives the number so far. */
    int reviveWhatEnded() {
        for (Instance instance : instances) {
            if (!instance.process.isAlive()) {
                System.out.println(instance.name + " ended by itself:\n" + instance.lastLines());
                endedByThemselves++;
                instance.start();
            }
        }
        return endedByThemselves;
    }

    /** What {@code doctor} finds, and the latest of every instance's log. */
    String examined() {
        CommandRun doctor = CommandRun.of("doctor", "--config", instances.get(0).config);
        return Stream.concat(
                        Stream.of(doctor.out()),
                        instances.stream().map(instance -> instance.name + ":\n" + instance.lastLines()))
                .collect(Collectors.joining("\n"));
    }

    private Instance add() {
        Instance instance = new Instance(application + "-" + ++created);
        instances.add(instance);
        instance.start();
        return instance;
    }

    @Override
    public void close() {
        for (Instance instance : instances) {
            if (instance.process.isAlive()) {
                instance.process.stop();
            }
            instance.process.close();
        }
        instances.clear();
        disk.ifPresent(SmallDisk::close);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private final class Instance {
        private final String name;
        private final Path state;
        private final Path config;
        private ChildProcess process;
        private int starts;

        Instance(String name) {
            this.name = name;
            state = instances.isEmpty() && disk.isPresent() ? disk.get().folder() : folder.resolve(name);
            List<String> settings = new ArrayList<>(List.of(
                    "output.topic=" + output(),
                    "dead.letter.topic=" + deadLetters(),
                    "state.dir=" + state,
                    "state.memory.max.bytes=2097152", // so that the disk is written to often
                    "kafka.group.protocol=" + protocol));
            if (protocol.equals("classic")) {
                settings.addAll(
                        List.of("kafka.session.timeout.ms=" + SESSION.toMillis(), "kafka.heartbeat.interval.ms=1000"));
            }
            config = installation.writeConfig(name, application, input, model, settings.toArray(String[]::new));
        }

        void start() {
            process = ChildProcess.start(
                    name + "-" + ++starts, Gatecast.class, List.of("run", "--verbose", "--config", config.toString()));
        }

        void awaitRunning() {
            process.awaitLine(line -> line.endsWith(" RUNNING"), START_LIMIT);
        }

        void deleteState() {
            try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String lastLines() {
            List<String> lines = Arrays.asList(process.output().split("\\R"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        }
    }
}
