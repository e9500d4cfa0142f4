package dev.weir.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each complaint has the file, the line and what was expected. */
final class BadScenarioTest {
    private static final String GOOD = """
            name: good
            gateways: 2
            load: 0.75
            length: 60s
            calls:
              kinds:
                - {name: call, work: 20ms}
              rate:
                - {at: 0s, factor: 1}
            nodes:
              - {name: server, count: 3, speed: 1, region: east}
            faults:
              - {kind: slow, on: {group: server}, factor: 3}
            handling: {retries: 2}
            signals: {judges: 1}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    gateways: 2      | gatewayz: 2       | :2:1: unknown key 'gatewayz'; did you mean 'gateways'?; known here: about, calls,
                    gateways: 2      | gateways: 0       | gateways 0 is not in 1..1000
                    load: 0.75       | load: -1          | load -1.0 is not above 0 and at most 5
                    length: 60s      | length: 60        | :4:1: length: '60' is not a duration: write 250ms, 5s, 10m or 1h
                    length: 60s      | length: 0s        | length 0s is not above 0 and at most 2h
                    length: 60s      | about: no length  | 'length' is missing
                    work: 20ms       | work: 0ms         | :7:7: calls.kinds[0]: work 0ms is not above 0
                    factor: 1}       | factor: -1}       | :9:7: calls.rate[0]: factor -1.0 is not in 0..100
                    count: 3         | count: 0          | :11:5: nodes[0]: count 0 is not in 1..10000
                    speed: 1         | speed: -1         | :11:5: nodes[0]: speed -1.0 is not above 0 and at most 1000
                    speed: 1         | speed: fast       | :11:30: nodes[0].speed:
                    speed: 1         | colour: red       | :11:30: unknown key 'colour'; known here: cores, count, delay, limit, name, pool, price, region, speed
                    group: server    | group: sever      | no nodes are called 'sever'
                    group: server    | region: west      | no nodes are in 'west'
                    group: server    | count: 1          | name either a group or a region
                    kind: slow       | kind: slower      | :13:5: faults[0]:
                    factor: 3        | factor: 0         | :13:5: faults[0]: factor 0.0 is not in 0.01..1000; 10 is ten times slower
                    factor: 3        | at: 1s            | a number is missing
                    factor: 3        | factor: 3, at: 9s, until: 9s | :13:5: faults[0]: until is not after at
                    retries: 2       | retries: 11       | :14:1: handling: retries 11 is not in 0..10
                    judges: 1        | judges: 0         | :15:1: signals: judges 0 is not in 1..100
                    judges: 1        | update: 0s        | :15:1: signals: update 0ms is not above 0
                    """)
    void badValue_isRefused_withItsPlace(String good, String bad, String complaint) throws IOException {
        var file = write(GOOD.replace(good, bad));

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining(complaint);
    }

    @Test
    void steps_outOfOrder_areRefused() throws IOException {
        var file = write(GOOD.replace("- {at: 0s, factor: 1}", "- {at: 5s, factor: 1}\n    - {at: 5s, factor: 2}"));

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":5:1: calls: the rate's step at 5000ms does not come after the one before it");
    }

    @Test
    void unknownKind_isTold_withThoseThatThereAre() throws IOException {
        var file = write(GOOD.replace("kind: slow", "kind: slower"));

        assertThatThrownBy(() -> Scenario.read(file))
                .hasMessageContaining("'slower'")
                .hasMessageContaining("bursts, dead, flapping, liar, noise, slow, warming");
    }

    @Test
    void scenario_withoutNodes_isRefused() throws IOException {
        var file = write(GOOD.replaceFirst("nodes:\n.*\n", "nodes: []\n").replaceFirst("faults:\n.*\n", ""));

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":1:1: there are no nodes; name at least one group with a count of 1");
    }

    @Test
    void textThatIsNotYaml_isRefused_withItsPlace() throws IOException {
        var file = write("name: good\n\tload: 1\n");

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ":2:1: not YAML: found character '\\t(TAB)'")
                .hasMessageMatching(".*");
    }

    @Test
    void emptyFile_isRefused() throws IOException {
        var file = write("");

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ":");
    }

    @Test
    void file_thatIsNotThere_isRefused() {
        var file = folder.resolve("absent.yaml");

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": is not there");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("bad.yaml"), yaml);
    }
}
