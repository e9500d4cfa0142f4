package dev.weir.config;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A configuration as it may be shown: what may be a secret is {@value #HIDDEN}. That is each value of a header, what stands in plain where a credential is expected or looks like one, who somebody is before the
 * host of a URL, its query, and parts of its path that look like keys. {@code ${NAME}} and {@code ${file:…}} name secrets and are none. Comments are left out, as nobody knows what is in them.
 */
public final class ShownConfig {
    static final String HIDDEN = "***";
    private static final Pattern NAMED = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern URL =
            Pattern.compile("^(jdbc:)?([a-zA-Z][a-zA-Z0-9+.-]*)://([^/?#]*)([^?#]*)(.*)$", Pattern.DOTALL);
    /** Without a host; what stands behind it can hold a password. */
    private static final Pattern JDBC = Pattern.compile("^(jdbc:[a-z]+:).+$", Pattern.DOTALL);

    /** What may stand before the name of a secret. */
    private static final Pattern SCHEME = Pattern.compile("(?i)\\s*(?:bearer|basic|token)?\\s*");

    private static final int KEY_LENGTH = 16;

    private ShownConfig() {}

    /** @param yaml that can be read */
    public static String of(String yaml) {
        var root = YamlTree.of("the configuration", yaml.getBytes(StandardCharsets.UTF_8));
        var options = new DumperOptions();
        options.setWidth(160);
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        var out = new StringWriter();
        new Yaml(options).serialize(shown(root, ""), out);
        return out.toString();
    }

    private static Node shown(Node node, String key) {
        return shown(node, key, false);
    }

    /** @param headers whether they are values of headers, of which nobody knows which are secrets */
    private static Node shown(Node node, String key, boolean headers) {
        return switch (node) {
            case MappingNode mapping -> {
                var tuples = new ArrayList<NodeTuple>();
                for (var each : mapping.getValue()) {
                    var name = each.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                    tuples.add(new NodeTuple(
                            each.getKeyNode(),
                            shown(
                                    each.getValueNode(),
                                    name,
                                    !name.equals("remove") && (headers || name.equals("headers")))));
                }
                yield new MappingNode(mapping.getTag(), tuples, mapping.getFlowStyle());
            }
            case SequenceNode sequence ->
                new SequenceNode(
                        sequence.getTag(),
                        sequence.getValue().stream()
                                .map(each -> shown(each, key, headers))
                                .toList(),
                        sequence.getFlowStyle());
            case ScalarNode scalar ->
                new ScalarNode(
                        scalar.getTag(),
                        headers ? header(scalar.getValue()) : text(scalar.getValue(), key),
                        null,
                        null,
                        scalar.getScalarStyle());
            default -> node;
        };
    }

    private static String header(String value) {
        return SCHEME.matcher(NAMED.matcher(value).replaceAll("")).matches() ? value : HIDDEN;
    }

    private static String text(String value, String key) {
        var url = URL.matcher(value);
        if (url.matches()) {
            return (url.group(1) == null ? "" : url.group(1)) + url.group(2) + "://" + host(url.group(3))
                    + path(url.group(4)) + (url.group(5).isEmpty() ? "" : "?" + HIDDEN);
        }
        var database = JDBC.matcher(value);
        if (database.matches()) {
            return database.group(1) + HIDDEN;
        }
        var plain = NAMED.matcher(value).replaceAll("");
        boolean hidden = !plain.isBlank()
                && (looksLikeAKey(plain)
                        || Upstream.CREDENTIAL
                                .matcher(key.toLowerCase(Locale.ROOT))
                                .matches());
        return hidden ? HIDDEN : value;
    }

    private static String host(String authority) {
        int at = authority.lastIndexOf('@');
        return at < 0 ? authority : HIDDEN + authority.substring(at);
    }

    private static String path(String path) {
        var parts = new ArrayList<String>();
        for (var part : path.split("/", -1)) {
            parts.add(looksLikeAKey(NAMED.matcher(part).replaceAll("")) ? HIDDEN : part);
        }
        return String.join("/", parts);
    }

    /** Long, and of letters and digits: names of hosts, files and APIs have fewer digits, or dots and slashes. */
    private static boolean looksLikeAKey(String text) {
        return text.length() >= KEY_LENGTH
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '=')
                && text.chars().filter(Character::isDigit).count() >= 3;
    }
}
