package dev.weir.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, its reader hears of it in plain words: file, line, column, what was expected. */
final class AnyBytesTest {
    private static final String SPICE = "-:,[]{}\"'|>&*!%@#?~ \t\n\r\u0000\u0085\ufeff0123eE.";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "apis: &a [x]\\npools: *a | f.yaml:2:8: an alias (*a) is not read here; write out what it stands for",
                "apis: [\\n | f.yaml:2:1: not YAML: ",
                "a: 1\\n--- \\nb: 1 | f.yaml:2:1: a second document begins here; a file has one",
                "`` | f.yaml: is empty",
                "~ | f.yaml: is empty",
                "apis | f.yaml:1:1: expected a map with apis, auth, chain, edge, pools, rollout, state, weights, and found one value",
                "apis: {a: 1} | f.yaml:1:1: apis: expected a list, such as [a, b], and found a map",
                "apis: [x] | f.yaml:1:8: apis[0]: expected a map with access, ",
                "pools: [{name: [edge]}] | f.yaml:1:10: pools[0].name: expected one value, not a list or a map",
                "pools: [{name: a, name: b}] | f.yaml:1:19: pools[0].name: stands twice; keep one",
                "pools: [{name: a}, ~] | f.yaml:1:20: pools[1]: is an empty item",
                "{[a]: b} | f.yaml:1:2: a key is one word, and here stands a list",
                "poolz: [] | f.yaml:1:1: unknown key 'poolz'; did you mean 'pools'?; known here: apis, ",
                "weights: {policy: lerned} | f.yaml:1:11: weights.policy: expected ewma or learned, and found 'lerned'; did you mean 'learned'?",
                "rollout: {calls: 1.5} | f.yaml:1:11: rollout.calls: '1.5' is not a whole number",
                "rollout: {calls: [1]} | f.yaml:1:11: rollout.calls: expected a whole number, and found a list",
                "edge: {requests: 99999999999999999999} | f.yaml:1:8: edge.requests: '99999999999999999999' is not a whole number",
            })
    void fault_isToldAtItsItem(String yaml, String complaint) {
        assertThatThrownBy(() -> read(yaml.replace("\\n", "\n").getBytes(UTF_8)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void everyFaultOfAFile_isToldAtOnce() {
        assertThatThrownBy(() -> read("""
                        apis:
                          - {name: quotes, match: {prefix: quotes}, pools: [edge], colour: red}
                          - {name: rpc, match: {prefix: /rpc}, pools: [edge], actuator: guess}
                        weights: {tick: 250, floor: 5}
                        pools: [{name: edge}]
                        """.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.faults())
                                .extracting(ConfigFault::toString)
                                .satisfiesExactly(
                                        prefix -> assertThat(prefix)
                                                .startsWith("f.yaml:2:20: apis[0].match: prefix 'quotes' is not a"),
                                        colour -> assertThat(colour).startsWith("f.yaml:2:60: unknown key 'colour'"),
                                        actuator -> assertThat(actuator)
                                                .startsWith("f.yaml:3:55: apis[1].actuator: expected pick or"),
                                        tick -> assertThat(tick)
                                                .startsWith("f.yaml:4:11: weights.tick: '250' is not a duration"),
                                        floor -> assertThat(floor)
                                                .startsWith("f.yaml:4:22: weights.floor: '5' is not a share")));
    }

    /** At the item, not at the list. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pools: [edge, edgy] | 1:63: apis[0].pools[1]: api 'quotes' names the pool 'edgy', which is not under pools; did you mean 'edge'?",
                "pools: [edge] | 3:26: pools[1].name: pool 'edge' stands twice",
            })
    void meaning_isToldAtItsItem(String pools, String complaint) {
        assertThatThrownBy(() -> read(
                        ("apis: [{name: quotes, match: {prefix: /quotes}, " + pools + "}]\n\npools: [{name: edge}, "
                                        + (pools.contains("edgy") ? "" : "  {name: edge}") + "]\n")
                                .getBytes(UTF_8)))
                .hasMessageContaining("f.yaml:" + complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
    void otherEncodings_areRefused(String encoding) {
        assertPlain("apis: []\n".getBytes(Charset.forName(encoding)));
    }

    @Test
    void latin1_isToldWithItsPlace() {
        assertThatThrownBy(() -> read("apis: []\n# Mühle\n".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessage("f.yaml:2:4: is not UTF-8 from here on; is it a text, and saved as UTF-8?");
    }

    @Test
    void markOfUtf8_isNoFault() throws IOException {
        var shipped = Files.readString(Path.of("../weir.yaml"));

        assertThat(read(("\ufeff" + shipped).getBytes(UTF_8)).apis()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void deepNesting_isRefused_beforeItCostsAnything(String level) {
        assertPlain(level.repeat(200_000).getBytes(UTF_8));
    }

    @Test
    void whatIsNoFile_isNamed() throws IOException {
        assertThatThrownBy(() -> WeirConfig.read(folder)).hasMessage(folder + ": is a folder; expected a file");
        assertThatThrownBy(() -> WeirConfig.read(Path.of("/dev/null"))).hasMessage("/dev/null: is no ordinary file");
        var large = Files.write(folder.resolve("large.yaml"), new byte[YamlReader.MAX_BYTES + 1]);
        assertThatThrownBy(() -> WeirConfig.read(large))
                .hasMessageEndingWith("larger than 4 MiB; is this the right file?");
    }

    @Test
    void randomBytes_areToldInPlainWords() {
        var random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertPlain(bytes);
        }
    }

    @Test
    void shippedFiles_changedAtRandom_areReadOrToldInPlainWords() throws IOException {
        var random = new Random(12);
        for (var file : Map.of(
                        "../weir.yaml", WeirConfig.class,
                        "../deploy/local.yaml", Deployment.class,
                        "../deploy/limits/weir.yaml", LimitsFile.class)
                .entrySet()) {
            var shipped = Files.readString(Path.of(file.getKey()));
            for (int i = 0; i < 1_500; i++) {
                assertPlain(changed(shipped, random).getBytes(UTF_8), file.getValue());
            }
        }
    }

    /** One to four places: a character changed, a piece lost, doubled, or moved. */
    private static String changed(String text, Random random) {
        var changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length());
            int to = Math.min(changed.length(), at + 1 + random.nextInt(30));
            var piece = changed.substring(at, to);
            switch (random.nextInt(4)) {
                case 0 -> changed.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 1 -> changed.delete(at, to);
                case 2 -> changed.insert(at, piece);
                default -> changed.insert(random.nextInt(changed.length()), piece);
            }
        }
        return changed.toString();
    }

    private static void assertPlain(byte[] bytes) {
        assertPlain(bytes, WeirConfig.class);
    }

    private static void assertPlain(byte[] bytes, Class<?> type) {
        try {
            assertThat(YamlReader.read("f.yaml", bytes, type)).isNotNull();
        } catch (ConfigException e) {
            assertThat(e.faults())
                    .isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault.toString())
                            .startsWith("f.yaml")
                            .hasLineCount(1)
                            .doesNotContain("null")
                            .doesNotContainPattern(
                                    "java|dev\\.weir|fasterxml|snakeyaml|Exception|\\$[A-Z]|Enum|deserial"));
        }
    }

    private static WeirConfig read(byte[] bytes) {
        return YamlReader.read("f.yaml", bytes, WeirConfig.class);
    }
}
