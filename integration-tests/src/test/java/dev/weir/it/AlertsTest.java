package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules of {@code deploy/observe/}: legal, tried by promtool, each with a runbook, on metrics that there are. */
final class AlertsTest {
    private static final Path FOLDER = Checkout.ROOT.resolve("deploy/observe");
    private static final Path RUNBOOKS = Checkout.ROOT.resolve("docs/runbooks");

    static Stream<JsonNode> alerts() throws IOException {
        return rules("alerts.yaml")
                .get("groups")
                .valueStream()
                .flatMap(group -> group.get("rules").valueStream());
    }

    @Test
    void rules_fireWhereTheyShould_andNotWhereTheyShouldNot() {
        assertThat(promtool("test", "rules", "alerts.test.yaml")).contains("SUCCESS");
    }

    @Test
    void everyAlert_isTriedFiringAndQuiet() throws IOException {
        var tried = rules("alerts.test.yaml")
                .get("tests")
                .valueStream()
                .flatMap(test -> test.get("alert_rule_test").valueStream())
                .map(test ->
                        test.get("alertname").asText() + (test.get("exp_alerts").isEmpty() ? " quiet" : " fires"))
                .toList();

        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(
                        names().flatMap(name -> Stream.of(name + " fires", name + " quiet"))
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alert_hasItsRunbook_whichSaysWhatItMeansHowToSeeItAndWhatToDo(JsonNode alert) throws IOException {
        var name = alert.get("alert").asText();
        assertThat(alert.at("/annotations/runbook").asText()).isEqualTo("docs/runbooks/" + name + ".md");

        assertThat(Files.readAllLines(RUNBOOKS.resolve(name + ".md")))
                .startsWith("# " + name, "", "## What it means")
                .contains("## How to see it", "## What to do")
                .hasSizeBetween(12, 30);
    }

    @Test
    void everyRunbook_isOfAnAlert() throws IOException {
        try (var pages = Files.list(RUNBOOKS)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            names().map(name -> name + ".md").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alert_isOfMetricsThatThePageNames(JsonNode alert) {
        assertThat(PromQl.metrics(alert.get("expr").asText()))
                .isNotEmpty()
                .allMatch(metric ->
                        metric.equals("up") || MetricsPage.read().queryable().contains(metric));
    }

    private static Stream<String> names() throws IOException {
        return alerts().map(alert -> alert.get("alert").asText());
    }

    private static JsonNode rules(String file) throws IOException {
        return new YAMLMapper().readTree(FOLDER.resolve(file).toFile());
    }

    static String promtool(String... arguments) {
        var command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
        var said = Checkout.run(FOLDER, Map.of(), command);
        assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
        return said.out() + said.err();
    }
}
