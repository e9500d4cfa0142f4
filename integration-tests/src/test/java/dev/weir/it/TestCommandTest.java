package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Checkout.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./weir test} asks of a machine before it begins, and what it says of failed tests. */
final class TestCommandTest {
    @TempDir
    private Path folder;

    @Test
    void missingTools_areEachToldInALine_withHowToGetThem() {
        var said = preflight(Map.of("TOOLS", folder.toString()), "all");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err())
                .contains("weir: mvn was not found on the PATH (Debian: apt-get install maven)\n")
                .contains("weir: curl was not found on the PATH (Debian: apt-get install curl)\n")
                .contains("weir: npm was not found on the PATH (Debian: apt-get install npm)\n");
    }

    /** Quarkus' code generator takes no folder with a space; what else has a meaning to some program of the build is refused with it. */
    @ParameterizedTest
    @ValueSource(strings = {"a space", "a$dollar", "a'quote", "a\"quote", "ümlaut", "a:colon"})
    void checkoutBelowAFolderThatTheBuildCannotTake_isRefusedAtOnce(String name) throws IOException {
        var root = Files.createDirectory(folder.resolve(name));
        Files.copy(Checkout.ROOT.resolve("weir"), root.resolve("weir"), StandardCopyOption.COPY_ATTRIBUTES);

        var said = Checkout.run(root, Map.of(), List.of("./weir", "up"));

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err())
                .startsWith("weir: this checkout cannot be built here: ")
                .contains("other characters than")
                .hasLineCount(1);
    }

    @Test
    void takenPort_isToldWithItsHolder() throws IOException {
        int offset = Gateway.OFFSET - 500;
        try (var taken = new ServerSocket(8_545 + offset, 1, InetAddress.getLoopbackAddress())) {
            var said = preflight(Map.of("WEIR_TEST_PORTS", String.valueOf(offset)), "stories");

            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.err())
                    .contains("weir: port " + taken.getLocalPort() + " is taken by process "
                            + ProcessHandle.current().pid()
                            + " (java) (WEIR_TEST_PORTS=N moves the tests' ports)\n");
        }
    }

    @Test
    void failedTest_isListed_withItsFirstLine_andItsLog() throws IOException {
        var reports = Files.createDirectories(folder.resolve("module/target/surefire-reports"));
        var began = Files.createFile(folder.resolve("began"));
        Files.writeString(reports.resolve("TEST-a.B.xml"), """
                <testsuite tests="3" failures="1" errors="0" skipped="0">
                  <testcase classname="a.B" name="good"/><testcase classname="a.B" name="fine"/>
                  <testcase classname="a.B" name="sum_isRight"><failure message="expected: 2&#10;but was: 3"/></testcase>
                </testsuite>
                """);

        var said = python(
                Map.of(),
                Checkout.ROOT.resolve("integration-tests/results.py").toString(),
                began.toString(),
                folder.resolve("failures.txt").toString(),
                "module");

        assertThat(said.ok()).isEqualTo("2 1\n");
        assertThat(folder.resolve("failures.txt")).hasContent("""
                a.B sum_isRight: expected: 2 but was: 3
                    module/target/surefire-reports/a.B.txt, its output in module/target/surefire-reports/a.B-output.txt
                """);
    }

    @Test
    void missingEngine_isTold_withHowToGetIt() {
        var said = preflight(Map.of("TOOLS", folder.toString()), "stories", "containers");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err())
                .contains("weir: docker was not found on the PATH, and the images need a container engine"
                        + " (Debian: apt-get install docker.io)\n");
    }

    /** The words are those of a client whose engine is not there. */
    @Test
    void engineThatDoesNotAnswer_isTold_inItsClientsWords() throws IOException {
        var docker = Files.writeString(folder.resolve("docker"), """
                #!/bin/sh
                echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2
                exit 1
                """);
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));

        var said = preflight(Map.of("TOOLS", folder.toString()), "stories", "containers");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err())
                .contains(
                        "weir: no container engine answers: Cannot connect to the Docker daemon at"
                                + " unix:///var/run/docker.sock. Is the docker daemon running? (start one; DOCKER_HOST says where)\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--with boats                  | weir: there is no \"boats\" to test with; there are containers",
                "--only unit --with containers | weir: containers are tested by stories, which --only unit leaves out"
            })
    void whatCannotBeTestedWith_isRefused(String arguments, String words) {
        var said = Checkout.run(Checkout.ROOT, Map.of(), List.of("bash", "-c", "./weir test " + arguments));

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).isEqualTo(words + "\n");
    }

    private Said preflight(Map<String, String> environment, String... what) {
        var arguments = new ArrayList<>(
                List.of(Checkout.ROOT.resolve("integration-tests/preflight.py").toString()));
        arguments.addAll(List.of(what));
        return python(environment, arguments.toArray(String[]::new));
    }

    /** With {@code TOOLS} of the environment as its path, where that is given. */
    private Said python(Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "python=$(python3 -c 'import sys; print(sys.executable)'); PATH=${TOOLS:-$PATH}; exec \"$python\" \"$@\"",
                "bash"));
        command.addAll(List.of(arguments));
        return Checkout.run(folder, environment, command);
    }
}
