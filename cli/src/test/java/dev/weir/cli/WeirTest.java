package dev.weir.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.chain.port.StakeUnavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole command line in this process, in a home where nothing runs. */
final class WeirTest {
    private final PrintStream usualOut = System.out;
    private final PrintStream usualErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        System.setProperty("weir.root", "..");
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void restore() {
        System.clearProperty("weir.root");
        System.setOut(usualOut);
        System.setErr(usualErr);
    }

    @Test
    void unknownCommand_isAskedWrongly() {
        assertThat(run("dance")).isEqualTo(2);
        assertThat(said()).contains("Unmatched argument at index 2: 'dance'");
    }

    @Test
    void help_listsEveryCommand_andTheExitCodes() {
        assertThat(Weir.run("help")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("  help ", "  test ", "  validate ", "  translate ", "  envoy ")
                .contains("Exit codes:", "2   asked wrongly");
        assertThat(Weir.run("help", "pin")).isZero();
        assertThat(out.toString(UTF_8)).contains("Usage: weir pin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--rate -1|--rate -1.0 is not above 0 and at most 100000 calls a second",
                "--rate 1e9|--rate 1.0E9 is not above 0 and at most 100000 calls a second",
                "--attack-rate 0|--attack-rate 0.0 is not above 0 and at most 100000 calls a second",
                "--duration 0s|'0s' is not in 1ms..24h",
                "--duration 0|'0' is not a time like 500ms, 30s or 5m",
            })
    void traffic_thatMakesNoSense_isAskedWrongly_beforeAnythingIsSent(String options, String complaint) {
        var words = new ArrayList<>(List.of("traffic"));
        words.addAll(List.of(options.split(" ")));

        assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(said()).startsWith(complaint);
    }

    @Test
    void noCommand_isAskedWrongly() {
        assertThat(run()).isEqualTo(2);
        assertThat(said()).contains("Missing required subcommand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "down",
                "status",
                "logs",
                "stop",
                "start",
                "sign-in",
                "stake",
                "traffic",
                "impair",
                "explain",
                "pin",
                "unpin",
                "freeze",
                "unfreeze",
                "train",
                "rollback",
                "audit",
                "simulate",
                "validate",
                "translate",
                "envoy",
                "devnet",
                "tools"
            })
    void help_goesToStandardOutput_andIsDone(String command) {
        assertThat(command.isEmpty() ? Weir.run("--help") : Weir.run(command, "--help"))
                .isZero();
        assertThat(out.toString(UTF_8)).startsWith("Usage: weir");
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--population 5|--population: 5 is odd; candidates come in pairs",
                "--generations 0|train policy: generations 0 is not in 1..100000",
                "--seeds 2|--seeds: seeds 2 are fewer than 3"
            })
    void policyTraining_thatMakesNoSense_isAskedWrongly(String options, String complaint) {
        var words = new ArrayList<>(List.of("train", "policy"));
        words.addAll(List.of(options.split(" ")));

        assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(said()).isEqualTo("weir: " + complaint + "\n");
    }

    @Test
    void command_thatNeedsAGateway_failsInOneLine() {
        assertThat(run("status")).isEqualTo(1);
        assertThat(said()).isEqualTo("weir: no gateway runs from " + folder + "; start one with ./weir up\n");
    }

    @Test
    void down_whereNothingRuns_isDone() {
        assertThat(run("down")).isZero();
        assertThat(said()).isEqualTo("no gateway runs from " + folder + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "99", "-1"})
    void account_thatTheDevnetHasNot_isAskedWrongly(String account) {
        assertThat(run("sign-in", "--account", account)).isEqualTo(2);
        assertThat(said()).isEqualTo("weir: --account: the devnet has wallets 0 to 9, not " + account + "\n");
    }

    @Test
    void stakeFromAnAccount_thatTheDevnetHasNot_isAskedWrongly() {
        assertThat(run("stake", "1", "--account", "10")).isEqualTo(2);
        assertThat(said()).isEqualTo("weir: --account: the devnet has wallets 0 to 9, not 10\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1e99", "0.0000000000000000001", "1,5", "100 WEIR"})
    void stake_thatIsNoAmount_isAskedWrongly(String amount) {
        assertThat(run("stake", amount, "--account", "6")).isEqualTo(2);
        assertThat(said())
                .isEqualTo("weir: AMOUNT: '" + amount
                        + "' is not an amount: expected a number with at most 18 decimals\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "100.5", "NaN", "Infinity", "10 %", "0x1"})
    void share_thatIsNoPercentage_isAskedWrongly(String share) {
        assertThat(run("pin", "amber", "--api", "quotes", "--share", share, "--reason", "test"))
                .isEqualTo(2);
        assertThat(said()).endsWith(" is not a percentage in 0..100; write it as 10%\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../admin", "a b", "AMBER", ""})
    void name_thatNoNodeCanHave_isAskedWrongly(String node) {
        assertThat(run("pin", node, "--api", "quotes", "--share", "10", "--reason", "test"))
                .isEqualTo(2);
        assertThat(run("unpin", node, "--api", "quotes", "--reason", "test")).isEqualTo(2);
        assertThat(said().lines()).hasSize(2).allMatch(line -> line.startsWith("weir: NODE: node '" + node + "'"));
    }

    @Test
    void name_thatNoApiCanHave_isAskedWrongly() {
        assertThat(run("unpin", "amber", "--api", "quotes?x", "--reason", "test"))
                .isEqualTo(2);
        assertThat(said()).startsWith("weir: --api: api 'quotes?x' is not a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "explain amber", "logs envoy", "sign-in --account 6"})
    void format_thatThereIsNot_isAskedWrongly(String command) {
        assertThat(run((command + " -o xml").split(" "))).isEqualTo(2);
        assertThat(said()).contains("Invalid value for option '-o'").contains("'xml'");
    }

    @Test
    void format_isTakenInSmallLetters() {
        assertThat(run("status", "-o", "json")).isEqualTo(1);
        assertThat(said()).startsWith("weir: no gateway runs from ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "../../etc/passwd", "/etc/passwd", "absent", "", "a/b"})
    void log_thatThereIsNot_isAskedWrongly(String name) throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("secret.log"), "secret");

        assertThat(run("logs", name)).isEqualTo(2);
        assertThat(said()).isEqualTo("weir: no log of '" + name + "'; ./weir status shows the names\n");
    }

    @Test
    void log_forPrograms_isAnObjectALine_whateverTheLinesHold() throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.write(folder.resolve("run/envoy.log"), "one\n{\"two\": \"\t\"}\n\u00fc\n".getBytes(ISO_8859_1));

        assertThat(run("logs", "envoy", "-n", "2", "-o", "json")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                {"process":"envoy","line":"{\\"two\\": \\"\\t\\"}"}
                {"process":"envoy","line":"\ufffd"}
                """);
    }

    @Test
    void logLines_belowZero_areAskedWrongly() {
        assertThat(run("logs", "envoy", "--lines=-5")).isEqualTo(2);
        assertThat(said()).isEqualTo("weir: --lines: -5 is below 0\n");
    }

    @Test
    void impair_thatSaysNothing_isAskedWrongly() {
        assertThat(run("impair", "amber")).isEqualTo(2);
        assertThat(said()).isEqualTo("weir: say how: --latency 10x, --errors 20% or --heal\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60000", "-9000", "2147483647"})
    void portOffset_thatLeavesTheRange_isAskedWrongly(String offset) {
        assertThat(run("up", "--port-offset", offset)).isEqualTo(2);
        assertThat(said())
                .startsWith("weir: --port-offset " + offset + ": port ")
                .hasLineCount(1);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void validate_ofTheShippedFiles_isDone() {
        assertThat(run("validate")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("weir.yaml: 3 APIs, 1 pools; ")
                .contains("local.yaml: 5 nodes; ")
                .contains("limits/weir.yaml: limits of domain 'weir'; Envoy: ")
                .endsWith("; all good\n")
                .hasLineCount(1);
    }

    @Test
    void validate_tellsEveryFaultOfEveryFile_eachInALine() throws IOException {
        var weir = Files.writeString(folder.resolve("weir.yaml"), "apis: [{name: 1, pool: a}]\n");
        var local = Files.writeString(folder.resolve("local.yaml"), "ports: {gateway: 80}\n");
        var limits = Files.writeString(folder.resolve("limits.yaml"), "domain: weir\ndescriptor: []\n");
        var scenario = Files.writeString(folder.resolve("scenario.yaml"), "about: x\ncalls: 7\n");

        assertThat(run("validate", weir.toString(), local.toString(), limits.toString(), scenario.toString()))
                .isEqualTo(1);
        assertThat(said().lines())
                .allMatch(line -> line.startsWith("weir: " + folder) && line.contains(".yaml:"))
                .anyMatch(line -> line.contains("weir.yaml:1:18: unknown key 'pool'; did you mean 'pools'?"))
                .anyMatch(line -> line.contains("local.yaml:1:1: ports.xds: a number is missing"))
                .anyMatch(
                        line -> line.contains("limits.yaml:2:1: unknown key 'descriptor'; did you mean 'descriptors'?"))
                .anyMatch(line -> line.contains("scenario.yaml:2:1: calls: expected a map with kinds, rate"));
    }

    @Test
    void validate_forPrograms_isJson() throws IOException {
        var weir = Files.writeString(folder.resolve("weir.yaml"), "apiz: []\n");

        assertThat(run("validate", weir.toString(), "-o", "json")).isEqualTo(1);
        var said = new ObjectMapper().readTree(out.toString(UTF_8));
        assertThat(said.get("good").asBoolean()).isFalse();
        assertThat(said.at("/faults/0/line").asInt()).isEqualTo(1);
        assertThat(said.at("/faults/0/what").asText()).startsWith("unknown key 'apiz'; did you mean 'apis'?");
    }

    @Test
    void validate_ofAFolder_isToldInALine() {
        assertThat(run("validate", folder.toString())).isEqualTo(1);
        assertThat(said()).isEqualTo("weir: " + folder + ": is a folder; expected a file\n");
    }

    @Test
    void translate_writesTwoFiles_withoutSecrets() throws IOException {
        var written = folder.resolve("written");

        assertThat(run("translate", "-o", written.toString())).isZero();
        assertThat(out.toString(UTF_8))
                .isEqualTo("wrote envoy.yaml and routes.yaml to " + written + "; run it there: envoy -c envoy.yaml\n");
        assertThat(written.resolve("envoy.yaml")).content().contains("eth-rpc.edge");
        assertThat(written.resolve("routes.yaml")).content().contains("path_separated_prefix: /rpc");
    }

    @Test
    void envoyBootstrap_saysWhoAndWhere() throws IOException {
        assertThat(run(
                        "envoy",
                        "bootstrap",
                        "--node-id",
                        "gw-2",
                        "--region",
                        "eu-west",
                        "--zone",
                        "a",
                        "--xds",
                        "cp.example:18000",
                        "--admin-port",
                        "9903"))
                .isZero();
        var tree = new YAMLMapper().readTree(out.toString(UTF_8));
        assertThat(tree.at("/node").toString())
                .isEqualTo(
                        "{\"id\":\"gw-2\",\"cluster\":\"gateways\",\"locality\":{\"region\":\"eu-west\",\"zone\":\"a\"}}");
        assertThat(tree.at("/admin/address/socket_address/port_value").asInt()).isEqualTo(9903);
        var xds = tree.at("/static_resources/clusters/0");
        assertThat(xds.get("type").asText()).isEqualTo("STRICT_DNS");
        assertThat(xds.at("/load_assignment/endpoints")).hasSize(1);
        assertThat(xds.findValue("socket_address").toString())
                .isEqualTo("{\"address\":\"cp.example\",\"port_value\":18000}");
    }

    @Test
    void envoyBootstrap_keepsARelayBehindTheControlPlane_andAddressesAsTheyAre() throws IOException {
        assertThat(run("envoy", "bootstrap", "--node-id", "gw", "--xds", "10.0.0.7:1", "--relay", "[fd00::1]:2"))
                .isZero();
        var xds = new YAMLMapper().readTree(out.toString(UTF_8)).at("/static_resources/clusters/0");
        assertThat(xds.get("type").asText()).isEqualTo("STATIC");
        assertThat(xds.at("/load_assignment/endpoints/1/priority").asInt()).isEqualTo(1);
        assertThat(xds.at("/load_assignment/endpoints/1")
                        .findValue("address")
                        .findValue("address")
                        .asText())
                .isEqualTo("fd00::1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--node-id=|--node-id: '' is not a name: letters, digits, '.', '_' and '-', at most 63",
                "--node-id=a;b|--node-id: 'a;b' is not a name: letters, digits, '.', '_' and '-', at most 63",
                "--node-id=a --xds=here|--xds: 'here' is not HOST:PORT, such as 10.0.0.7:18000 or control-plane.example:18000",
                "--node-id=a --xds=a:99999|--xds: port 99999 is not in 1..65535",
                "--node-id=a --relay=http://a:1|--relay: 'http://a:1' is not HOST:PORT, such as 10.0.0.7:18000 or control-plane.example:18000",
                "--node-id=a --admin-port=0|--admin-port: port 0 is not in 1..65535",
            })
    void envoyBootstrap_thatMakesNoSense_isAskedWrongly(String options, String complaint) {
        var words = new ArrayList<>(List.of("envoy", "bootstrap"));
        words.addAll(List.of(options.split(" ")));

        assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(said()).isEqualTo("weir: " + complaint + "\n");
    }

    @Test
    void validate_ofABrokenFile_failsInOneLine() throws IOException {
        var file = Files.writeString(folder.resolve("weir.yaml"), "apiz: []\n");

        assertThat(run("validate", "--config", file.toString())).isEqualTo(1);
        assertThat(said())
                .startsWith("weir: " + file + ":1:1: unknown key 'apiz'; did you mean 'apis'?")
                .hasLineCount(1);
    }

    @Test
    void commandFailed_isOneLine_andItsOwnCode() {
        assertThat(Weir.fail(new CommandFailed("no such node", 2))).isEqualTo(2);
        assertThat(Weir.fail(new CommandFailed("no gateway", new IOException("cause"))))
                .isEqualTo(1);
        assertThat(said()).isEqualTo("weir: no such node\nweir: no gateway\n");
    }

    @Test
    void chain_thatIsSilent_isTold() {
        assertThat(Weir.fail(new StakeUnavailable("connection refused", new IOException("x"))))
                .isEqualTo(1);
        assertThat(said())
                .isEqualTo(
                        "weir: the chain does not answer: connection refused; ./weir status shows whether anvil runs\n");
    }

    @Test
    void bug_isAStackTrace() {
        assertThat(Weir.fail(new IllegalStateException("a bug"))).isEqualTo(1);
        assertThat(said())
                .startsWith("java.lang.IllegalStateException: a bug\n")
                .contains("\tat dev.weir.cli.WeirTest.bug_isAStackTrace");
    }

    private int run(String... args) {
        var all = new ArrayList<>(List.of("--home", folder.toString()));
        all.addAll(List.of(args));
        return Weir.run(all.toArray(String[]::new));
    }

    private String said() {
        return err.toString(UTF_8);
    }
}
