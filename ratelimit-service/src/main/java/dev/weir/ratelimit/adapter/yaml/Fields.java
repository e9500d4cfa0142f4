package dev.weir.ratelimit.adapter.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The fields of one YAML mapping, read by type. What does not fit is noted as a problem and read as missing. */
final class Fields {
    private final Problems problems;
    private final Node owner;
    private final Map<String, Node> byName = new LinkedHashMap<>();

    /** @param what the mapping is, for messages: "a descriptor" */
    Fields(Node node, String what, List<String> known, Problems problems) {
        this.problems = problems;
        this.owner = node;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> add(tuple, what, known));
        } else {
            problems.at(node, "expected " + what + " with " + String.join(", ", known));
        }
    }

    private void add(NodeTuple tuple, String what, List<String> known) {
        String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!known.contains(name)) {
            problems.at(
                    tuple.getKeyNode(),
                    "'" + name + "' is not known in " + what + "; expected one of " + String.join(", ", known));
        } else if (byName.putIfAbsent(name, tuple.getValueNode()) != null) {
            problems.at(tuple.getKeyNode(), "'" + name + "' stands here twice; expected it once");
        }
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The node of a field that is there, or that of the mapping: where to point at. */
    Node at(String name) {
        return byName.getOrDefault(name, owner);
    }

    Optional<Node> node(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** A scalar that is not empty, whatever YAML takes it for: {@code 404} is the text "404" here. */
    Optional<String> text(String name) {
        return node(name).flatMap(node -> {
            if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty() && !Tag.NULL.equals(node.getTag())) {
                return Optional.of(scalar.getValue());
            }
            problems.at(
                    node,
                    name + " is empty or not a text; expected a text"
                            + ("value".equals(name) ? ", or no value at all to match every value" : ""));
            return Optional.empty();
        });
    }

    boolean flag(String name) {
        return node(name)
                .map(node -> {
                    String text = node instanceof ScalarNode scalar && Tag.BOOL.equals(node.getTag())
                            ? scalar.getValue()
                            : "";
                    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                        problems.at(node, name + " is neither true nor false; expected one of them");
                    }
                    return text.equalsIgnoreCase("true");
                })
                .orElse(false);
    }

    /** A list with something in it. */
    List<Node> list(String name) {
        return node(name)
                .map(node -> {
                    if (node instanceof SequenceNode sequence
                            && !sequence.getValue().isEmpty()) {
                        return sequence.getValue();
                    }
                    problems.at(node, name + " is empty or not a list; expected a list with at least one entry");
                    return List.<Node>of();
                })
                .orElse(List.of());
    }
}
