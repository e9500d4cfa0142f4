package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards of {@code deploy/observe/grafana/}: PromQL that parses, on metrics that there are, for any Grafana. */
final class DashboardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA_SOURCE = "${datasource}";

    @ParameterizedTest
    @ValueSource(strings = {"operator", "publisher", "node"})
    void expressions_areOfMetricsThatThePageNames(String dashboard) throws IOException {
        var metrics = new TreeSet<String>();
        expressions(dashboard).forEach(expression -> metrics.addAll(PromQl.metrics(expression)));

        assertThat(metrics).hasSizeGreaterThan(5).isSubsetOf(MetricsPage.read().queryable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "publisher", "node"})
    void variables_areOfMetricsThatThePageNames(String dashboard) throws IOException {
        assertThat(read(dashboard)
                        .at("/templating/list")
                        .valueStream()
                        .filter(variable -> variable.get("type").asText().equals("query"))
                        .map(variable -> variable.get("definition").asText()))
                .isNotEmpty()
                .allSatisfy(definition -> assertThat(MetricsPage.read().queryable())
                        .contains(definition.replaceAll("label_values\\((\\w+), \\w+\\)", "$1")));
    }

    /** As rules of a file, which promtool parses. */
    @ParameterizedTest
    @ValueSource(strings = {"operator", "publisher", "node"})
    void expressions_areLegalPromQl(String dashboard, @TempDir Path folder) throws IOException {
        var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        for (var expression : expressions(dashboard)) {
            rules.append("  - {record: panel, expr: ")
                    .append(JSON.writeValueAsString(PromQl.filled(expression)))
                    .append(", labels: {n: \"")
                    .append(rules.length())
                    .append("\"}}\n");
        }
        var file = Files.writeString(folder.resolve("rules.yaml"), rules);

        var said = Checkout.run(folder, Map.of(), List.of("promtool", "check", "rules", file.toString()));

        assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "publisher", "node"})
    void dashboard_namesNoDataSourceOfItsOwn(String dashboard) throws IOException {
        var tree = read(dashboard);

        assertThat(tree.findValues("datasource").stream()
                        .map(source -> source.get("uid").asText()))
                .isNotEmpty()
                .containsOnly(DATA_SOURCE);
        assertThat(tree.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        assertThat(tree.get("uid").asText()).isEqualTo("weir-" + dashboard);
        assertThat(tree.has("id")).isFalse();
    }

    /** In a grid of 24 columns. */
    @ParameterizedTest
    @ValueSource(strings = {"operator", "publisher", "node"})
    void panels_haveNumbersOfTheirOwn_andStandBesideEachOther(String dashboard) throws IOException {
        var panels = read(dashboard).get("panels").valueStream().toList();

        assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels)
                .extracting(panel -> panel.at("/gridPos/x").asInt() + " "
                        + panel.at("/gridPos/y").asInt())
                .doesNotHaveDuplicates();
        assertThat(panels)
                .allMatch(panel ->
                        panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt() <= 24);
    }

    private static List<String> expressions(String dashboard) throws IOException {
        return read(dashboard).findValuesAsText("expr");
    }

    private static JsonNode read(String dashboard) throws IOException {
        return JSON.readTree(Checkout.ROOT
                .resolve("deploy/observe/grafana/" + dashboard + ".json")
                .toFile());
    }
}
