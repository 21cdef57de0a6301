package io.gatecast.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What keeps the core a pure function: no clock, no files but the artifact's, the same arithmetic everywhere. */
class ArchitectureTest {
    /** Their last bit is left to the platform; {@link StrictMath} has the same methods with one result. */
    private static final Set<String> PLATFORM_DEPENDENT = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "expm1", "log", "log10", "log1p", "pow",
            "sinh", "cosh", "tanh", "cbrt", "hypot");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.gatecast.core");

    @Test
    void shouldHavePackagesWithoutCycles() {
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(CLASSES);
    }

    /** The root package is a slice of its own, beside its sub-packages. */
    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.gatecast.core")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @Test
    void shouldTouchFilesInTheArtifactPackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatecast.core.artifact")
                .should()
                .dependOnClassesThat(are(resideInAPackage("java.nio.file..")
                        .or(new DescribedPredicate<>("file classes of java.io") {
                            @Override
                            public boolean test(JavaClass type) {
                                return type.getPackageName().equals("java.io")
                                        && (type.getSimpleName().startsWith("File")
                                                || type.getSimpleName().equals("RandomAccessFile"));
                            }
                        })))
                .check(CLASSES);
    }

    @Test
    void shouldNeverAskForTheTime() {
        noClasses()
                .should()
                .callMethodWhere(calls(
                        "a clock",
                        call -> call.getTargetOwner().isEquivalentTo(System.class)
                                        && call.getName().matches("currentTimeMillis|nanoTime")
                                || call.getTargetOwner().getPackageName().equals("java.time")
                                        && call.getName().equals("now")))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(CLASSES);
    }

    @Test
    void shouldBeRandomInTrainingOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatecast.core.train")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(calls(
                        "a random number nobody has seeded",
                        call -> call.getTargetOwner().isEquivalentTo(Math.class)
                                && call.getName().equals("random")))
                .check(CLASSES);
    }

    @Test
    void shouldUseNoArithmeticWhoseLastBitDependsOnThePlatform() {
        noClasses()
                .should()
                .callMethodWhere(calls(
                        "a function whose last bit is left to the platform",
                        call -> call.getTargetOwner().isEquivalentTo(Math.class)
                                && PLATFORM_DEPENDENT.contains(call.getName())))
                .check(CLASSES);
    }

    @Test
    void shouldNeitherPrintNorOpenConnections() {
        noClasses()
                .should()
                .dependOnClassesThat(are(resideInAnyPackage("java.net..", "java.net.http..", "org.apache.kafka..")))
                .check(CLASSES);
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaCall<?>> calls(String description, Predicate<JavaCall<?>> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }
}
