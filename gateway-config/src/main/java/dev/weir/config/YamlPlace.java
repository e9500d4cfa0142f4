package dev.weir.config;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Finds the line and column of a path in a YAML text.
 *
 * <p>Jackson buffers a record's fields before it builds it, so the place that it reports is often a line further on.
 */
final class YamlPlace {
    private YamlPlace() {}

    /** {@code :line:column} of the deepest step of the path that is in the text. */
    static String of(String yaml, List<JsonMappingException.Reference> path) {
        Node node;
        try {
            node = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            return text(e.getProblemMark());
        }
        Mark place = node == null ? null : node.getStartMark();
        for (var step : path) {
            switch (node) {
                case SequenceNode list
                when step.getIndex() >= 0 && step.getIndex() < list.getValue().size() -> {
                    node = list.getValue().get(step.getIndex());
                    place = node.getStartMark();
                }
                case MappingNode map -> {
                    var entry = entry(map, step.getFieldName());
                    node = entry.map(NodeTuple::getValueNode).orElse(null);
                    place = entry.map(found -> found.getKeyNode().getStartMark())
                            .orElse(place);
                }
                case null, default -> node = null;
            }
        }
        return text(place);
    }

    /** Where and why a text is no YAML, in one line; nothing where it is. */
    static Optional<String> fault(String yaml) {
        try {
            new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            return Optional.empty();
        } catch (MarkedYAMLException e) {
            return Optional.of(text(e.getProblemMark()) + ": not YAML: " + e.getProblem());
        }
    }

    private static String text(@Nullable Mark place) {
        return place == null ? "" : ":" + (place.getLine() + 1) + ":" + (place.getColumn() + 1);
    }

    private static Optional<NodeTuple> entry(MappingNode map, @Nullable String key) {
        return map.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .findFirst();
    }
}
