package io.gatecast.streams;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.gatecast.streams", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependenciesShouldRunFromCommandToState = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("command")
            .definedBy("..streams.command..")
            .layer("serve")
            .definedBy("..streams.serve..")
            .layer("metrics")
            .definedBy("..streams.metrics..")
            .layer("board")
            .definedBy("..streams.board..")
            .layer("topology")
            .definedBy("..streams.topology..")
            .layer("process")
            .definedBy("..streams.process..")
            .layer("decode")
            .definedBy("..streams.decode..")
            .layer("encode")
            .definedBy("..streams.encode..")
            .layer("state")
            .definedBy("..streams.state..")
            .layer("config")
            .definedBy("..streams.config..")
            .whereLayer("command")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("serve")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("command", "serve")
            .whereLayer("board")
            .mayOnlyBeAccessedByLayers("command", "serve", "metrics")
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("command", "serve")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("command", "serve", "metrics", "board", "topology")
            .whereLayer("decode")
            .mayOnlyBeAccessedByLayers("command", "metrics", "topology", "process")
            .whereLayer("encode")
            .mayOnlyBeAccessedByLayers("command", "topology", "process")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("command", "serve", "metrics", "topology", "process")
            .whereLayer("config")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule packagesShouldHaveNoCycles =
            slices().matching("io.gatecast.streams.(*)..").should().beFreeOfCycles();
}
