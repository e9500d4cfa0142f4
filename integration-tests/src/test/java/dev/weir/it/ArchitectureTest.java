package dev.weir.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of docs/architecture.md, over every module. */
final class ArchitectureTest {
    private static final Pattern NAMED_TEST = Pattern.compile("(?<=`)[A-Z][A-Za-z]+Test(?=[.`])");
    /** What each module may use of the others; itself and what lies outside of Weir aside. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("model", List.of()),
            Map.entry("config", List.of("model", "jsonrpc")),
            Map.entry("jsonrpc", List.of()),
            Map.entry("observe", List.of()),
            Map.entry("certificates", List.of()),
            Map.entry("servicetls", List.of("certificates")),
            Map.entry("accesslog", List.of("model")),
            Map.entry("xds", List.of("model")),
            Map.entry("scoring", List.of("model")),
            Map.entry("balancing", List.of("model", "scoring")),
            Map.entry("topology", List.of("model", "config", "certificates", "jsonrpc", "scoring", "balancing", "xds")),
            Map.entry("simulator", List.of("model", "config", "scoring", "balancing")),
            Map.entry("chain", List.of("model")),
            Map.entry("payments", List.of("model", "chain")),
            Map.entry("ratelimit", List.of("model", "observe", "certificates", "servicetls")),
            Map.entry(
                    "judge",
                    List.of(
                            "model",
                            "config",
                            "scoring",
                            "balancing",
                            "chain",
                            "jsonrpc",
                            "accesslog",
                            "xds",
                            "observe",
                            "certificates",
                            "servicetls")),
            Map.entry(
                    "controlplane",
                    List.of(
                            "model",
                            "config",
                            "certificates",
                            "jsonrpc",
                            "scoring",
                            "balancing",
                            "simulator",
                            "chain",
                            "accesslog",
                            "xds",
                            "topology",
                            "observe",
                            "servicetls")),
            Map.entry("trainer", List.of("model", "config", "scoring", "simulator")),
            Map.entry("node", List.of("model", "chain", "jsonrpc", "observe")),
            Map.entry("traffic", List.of()),
            Map.entry(
                    "bench",
                    List.of(
                            "model",
                            "config",
                            "scoring",
                            "balancing",
                            "simulator",
                            "judge",
                            "controlplane",
                            "node",
                            "accesslog",
                            "topology")),
            Map.entry(
                    "cli",
                    List.of(
                            "model",
                            "config",
                            "certificates",
                            "chain",
                            "traffic",
                            "scoring",
                            "trainer",
                            "simulator",
                            "topology")));

    private static final JavaClasses WEIR = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPaths(compiled());

    private static List<Path> compiled() {
        try (var modules = Files.list(Checkout.ROOT)) {
            return modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<String> modules() {
        return MAY_USE.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void module_usesOnlyWhatTheDesignNames(String module) {
        var foreign = MAY_USE.keySet().stream()
                .filter(other -> !other.equals(module)
                        && !MAY_USE.getOrDefault(module, List.of()).contains(other))
                .map(other -> "dev.weir." + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("dev.weir." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign)
                .check(WEIR);
    }

    @Test
    void everyModule_isNamedHere() {
        assertThat(WEIR.stream()
                        .map(type -> type.getPackageName().split("\\.")[2])
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }

    /** At most a page: what goes in, what comes out, what it promises, which way it fails. */
    @ParameterizedTest
    @MethodSource("folders")
    void everyModule_statesItsContractOnAPage(Path folder) throws IOException {
        assertThat(Files.readAllLines(folder.resolve("README.md")))
                .as("%s", folder)
                .hasSizeBetween(5, 90)
                .element(0)
                .asString()
                .startsWith("# ");
    }

    static List<Path> folders() throws IOException {
        try (var folders = Files.list(Checkout.ROOT)) {
            return Stream.concat(
                            folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))),
                            Stream.of("envoy-config", "contracts").map(Checkout.ROOT::resolve))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void testsThatTheDocsName_exist() throws IOException {
        var tests = files("java").map(file -> file.getFileName().toString()).toList();
        for (var page : files("md").toList()) {
            assertThat(NAMED_TEST.matcher(Files.readString(page)).results().map(named -> named.group() + ".java"))
                    .as("%s", page)
                    .isSubsetOf(tests);
        }
    }

    /** Of every module and of docs/; nothing that was built. */
    private static Stream<Path> files(String ending) throws IOException {
        var found = new ArrayList<Path>();
        for (var folder : Stream.concat(folders().stream(), Stream.of(Checkout.ROOT.resolve("docs")))
                .toList()) {
            for (var part : List.of(folder.resolve("README.md"), folder.resolve("src"), folder)) {
                if (part.equals(folder) && !folder.endsWith("docs") || !Files.exists(part)) {
                    continue;
                }
                try (var files = Files.walk(part)) {
                    files.filter(file -> file.toString().endsWith("." + ending)).forEach(found::add);
                }
            }
        }
        return found.stream();
    }

    @Test
    void technology_endsInAdapters() {
        noClasses()
                .that(areNotAdapters())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.grpc..",
                        "com.google.protobuf..",
                        "io.envoyproxy..",
                        "io.quarkus..",
                        "redis.clients..",
                        "org.web3j..",
                        "ai.onnxruntime..",
                        "com.jerolba..",
                        "org.apache.parquet..",
                        "org.tribuo..",
                        "com.amazon.randomcutforest..",
                        "java.sql..",
                        "javax.sql..",
                        "jakarta.ws.rs..",
                        "jakarta.inject..")
                .check(WEIR);
    }

    /** Programs wire their adapters, and the chain's signatures call the curve and the hash in one class each of theirs. */
    @Test
    void decisions_knowNoAdapter() {
        noClasses()
                .that(areNotAdapters())
                .and()
                .resideOutsideOfPackages(
                        "dev.weir.cli..",
                        "dev.weir.node..",
                        "dev.weir.traffic..",
                        "dev.weir.trainer..",
                        "dev.weir.bench..",
                        "dev.weir.chain.signature..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.weir..adapter.."))
                .check(WEIR);
    }

    @Test
    void pureModules_touchNoClockThreadOrFile() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.weir.model..", "dev.weir.balancing..", "dev.weir.payments..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.net.http..", "java.util.concurrent..")
                .check(WEIR);
    }

    @Test
    void packages_areNamedForWhatTheyHold() {
        classes()
                .should()
                .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..manager..", "..impl..")
                .check(WEIR);
    }

    @Test
    void violation_isFound() {
        assertThatThrownBy(() -> noClasses()
                        .that()
                        .resideInAPackage("dev.weir.balancing..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.weir.scoring..")
                        .check(WEIR))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.weir.balancing.Balancer");
    }

    private static DescribedPredicate<JavaClass> areNotAdapters() {
        return DescribedPredicate.not(resideInAnyPackage("..adapter..")).as("are no adapters");
    }
}
