package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README says, done as it says. */
@ExtendWith(Gateway.Extension.class)
final class ReadmeTest {
    private static final Pattern FENCE = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("`?\\./weir ([a-z-]+)");
    private static final Pattern LISTED = Pattern.compile("^  ([a-z][a-z-]+) ", Pattern.MULTILINE);

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    /** What the walk trained must not be tried on the calls of other stories. */
    @AfterEach
    void takeBackWhatIsOnTrial() {
        if (gateway.view().get("rollout").isObject()) {
            gateway.weir("rollback", "--reason", "the walk is over").ok();
        }
    }

    /** Line by line in one shell, on this gateway's ports and with shorter runs. A comment that names a status is held to it. */
    @Test
    void walk_goesAsItSays() throws IOException {
        var script = new StringBuilder("set -euo pipefail\n");
        for (var line : walk().lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            var command = line.replaceFirst("\\s+#.*$", "")
                    .replace("./weir ", "./weir --home " + gateway.home() + " ")
                    .replace("127.0.0.1:10000", "127.0.0.1:" + gateway.port())
                    .replace("--duration 90s", "--duration 4s")
                    .replace("--duration 60s", "--duration 4s")
                    .replace("--duration 20s", "--duration 4s")
                    .replace("curl -i", "curl -s -i");
            var expected = line.replaceFirst("^[^#]*#?", "").strip();
            boolean status = expected.matches("[1-5][0-9][0-9].*");
            script.append(status ? "answer=$(" + command + ")\n" : command + "\n");
            if (status) {
                script.append("grep -q '^HTTP/1.1 ").append(expected, 0, 3).append(" ' <<<\"$answer\"\n");
                if (expected.contains("x-weir-tier: ")) {
                    var tier = expected.replaceFirst(".*(x-weir-tier: [a-z]+).*", "$1");
                    script.append("grep -q '^").append(tier).append("' <<<\"$answer\"\n");
                }
                if (expected.contains("stake_required")) {
                    script.append("grep -q stake_required <<<\"$answer\"\n");
                }
            }
        }

        var said = Checkout.run(Checkout.ROOT, Map.of(), List.of("bash", "-x", "-c", script.toString()));

        assertThat(said.exitCode()).as(script + said.out() + said.err()).isZero();
    }

    @Test
    void commands_areThoseThatThereAre() throws IOException {
        var help = Checkout.weir(gateway.home(), "--help").ok();
        var there = LISTED.matcher(help).results().map(found -> found.group(1)).collect(Collectors.toSet());
        var named =
                COMMAND.matcher(readme()).results().map(found -> found.group(1)).collect(Collectors.toSet());

        assertThat(named).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void links_leadSomewhere() throws IOException {
        for (var file : List.of("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md")) {
            var from = Checkout.ROOT.resolve(file);
            Pattern.compile("]\\((?!http|#)([^)#]+)")
                    .matcher(Files.readString(from))
                    .results()
                    .map(found -> from.resolveSibling(found.group(1)))
                    .forEach(target -> assertThat(target).exists());
        }
    }

    private static String walk() throws IOException {
        var section = readme().split("## Walk through it")[1];
        var fence = FENCE.matcher(section);
        assertThat(fence.find()).isTrue();
        return fence.group(1);
    }

    private static String readme() throws IOException {
        return Files.readString(Checkout.ROOT.resolve("README.md"));
    }
}
