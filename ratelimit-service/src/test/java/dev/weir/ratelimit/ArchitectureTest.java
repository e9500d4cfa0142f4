package dev.weir.ratelimit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows of the design, for this module. */
final class ArchitectureTest {
    private static final String[] OUTSIDE = {
        "io..",
        "redis..",
        "com..",
        "jakarta..",
        "org.yaml..",
        "org.jboss..",
        "org.eclipse..",
        "java.net..",
        "java.nio.file.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.weir.ratelimit");

    @Test
    void coreAndPorts_knowNoTechnology() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..adapter..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE)
                .check(classes);
    }

    @Test
    void coreAndPorts_knowNoAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..adapter..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..adapter..")
                .check(classes);
    }

    @Test
    void adapters_knowNoOtherTechnology() {
        only("redis..", "..adapter.redis..").check(classes);
        only("com.github.benmanes..", "..adapter.memory..").check(classes);
        only("org.yaml..", "..adapter.yaml..").check(classes);
        only("io.envoyproxy..", "..adapter.grpc..").check(classes);
        only("io.micrometer..", "..adapter.quarkus..").check(classes);
    }

    @Test
    void rule_thatIsBroken_isFound() {
        assertThat(only("io.envoyproxy..", "..adapter.redis..")
                        .evaluate(classes)
                        .hasViolation())
                .isTrue();
    }

    private static ArchRule only(String technology, String home) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology);
    }
}
