package dev.weir.controlplane;

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
        "com..",
        "jakarta..",
        "org.yaml..",
        "org.jboss..",
        "org.eclipse..",
        "org.web3j..",
        "java.net..",
        "java.nio.file.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.weir.controlplane");

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
        only("io.envoyproxy..", "..adapter.envoy..").check(classes);
        only("io.grpc..", "..adapter.envoy..", "..adapter.judges..").check(classes);
        only("com.google.protobuf..", "..adapter.envoy..", "..adapter.judges..").check(classes);
        only("org.yaml..", "..adapter.envoy..").check(classes);
        only("jakarta.ws.rs..", "..adapter.rest..").check(classes);
    }

    @Test
    void rule_thatIsBroken_isFound() {
        assertThat(only("io.envoyproxy..", "..adapter.rest..").evaluate(classes).hasViolation())
                .isTrue();
    }

    private static ArchRule only(String technology, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology);
    }
}
