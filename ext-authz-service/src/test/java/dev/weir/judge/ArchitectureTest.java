package dev.weir.judge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows of the design, for this module. */
final class ArchitectureTest {
    /** Caffeine is left out: its maps are what "bounded" means here, in the core too. */
    private static final String[] OUTSIDE = {
        "io..",
        "software..",
        "com.google..",
        "com.amazon..",
        "com.fasterxml..",
        "jakarta..",
        "javax.sql..",
        "java.sql..",
        "org.flywaydb..",
        "org.h2..",
        "org.web3j..",
        "org.jboss..",
        "org.eclipse..",
        "java.net..",
        "java.nio.file.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.weir.judge");

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
        only("com.amazon.randomcutforest..", "..adapter.rcf..").check(classes);
        only("java.sql..", "..adapter.sql..").check(classes);
        only("org.flywaydb..", "..adapter.sql..").check(classes);
        only("jakarta.ws.rs..", "..adapter.rest..").check(classes);
    }

    @Test
    void signIn_knowsNothingOfJudgingAndPicking() {
        noClasses()
                .that()
                .resideInAPackage("dev.weir.judge.signin")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.weir.judge.access..", "dev.weir.judge.anomaly..", "dev.weir.judge.pick..")
                .check(classes);
    }

    @Test
    void features_knowNoOneThatKnowsThem() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.weir.judge.anomaly..", "dev.weir.judge.pick..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.weir.judge.access..")
                .check(classes);
    }

    @Test
    void rule_thatIsBroken_isFound() {
        assertThat(only("io.envoyproxy..", "..adapter.sql..").evaluate(classes).hasViolation())
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
