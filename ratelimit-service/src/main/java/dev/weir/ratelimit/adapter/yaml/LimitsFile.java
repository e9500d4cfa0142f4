package dev.weir.ratelimit.adapter.yaml;

import dev.weir.ratelimit.Allowance;
import dev.weir.ratelimit.LimitEntry;
import dev.weir.ratelimit.LimitLevel;
import dev.weir.ratelimit.Rate;
import dev.weir.ratelimit.RateUnit;
import dev.weir.ratelimit.Rule;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One limits file: a domain and its descriptors. Stricter than envoyproxy/ratelimit where that would surprise: a rate
 * without {@code requests_per_unit} is an error here and a limit of 0 there.
 */
final class LimitsFile {
    private static final List<String> ROOT = List.of("domain", "descriptors");
    private static final List<String> DESCRIPTOR = List.of("key", "value", "rate_limit", "descriptors", "shadow_mode");
    private static final List<String> RATE_LIMIT = List.of("unit", "requests_per_unit", "unlimited", "name");
    private static final int MAX_DEPTH = 32;
    private static final int MAX_CHARACTERS = 1 << 20;

    private final Problems problems;

    private LimitsFile(Problems problems) {
        this.problems = problems;
    }

    /** Reads a file's text. Where anything is wrong, it is noted in {@code problems} and nothing comes back. */
    static Optional<DomainLimits> read(String text, Problems problems) {
        try {
            Node root = new Yaml(bounds()).compose(new StringReader(text));
            if (root == null) {
                problems.at(1, "the file is empty; expected domain and descriptors");
                return Optional.empty();
            }
            return new LimitsFile(problems).file(root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.at(line, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.at(1, "not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static LoaderOptions bounds() {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(2 * MAX_DEPTH);
        options.setMaxAliasesForCollections(0);
        return options;
    }

    private Optional<DomainLimits> file(Node root) {
        var fields = new Fields(root, "a limits file", ROOT, problems);
        Optional<String> domain = required(fields, "domain");
        if (!fields.has("descriptors")) {
            problems.at(root, "descriptors is missing; expected a list of descriptors");
        }
        LimitLevel level = level(fields.list("descriptors"), "", 1);
        return problems.none() ? domain.map(name -> new DomainLimits(name, level)) : Optional.empty();
    }

    private LimitLevel level(List<Node> nodes, String path, int depth) {
        var entries = new ArrayList<LimitEntry>();
        Set<String> seen = new HashSet<>();
        for (Node node : nodes) {
            entry(node, path, depth, seen).ifPresent(entries::add);
        }
        return LimitLevel.of(entries);
    }

    private Optional<LimitEntry> entry(Node node, String path, int depth, Set<String> seen) {
        var fields = new Fields(node, "a descriptor", DESCRIPTOR, problems);
        Optional<String> key = required(fields, "key");
        String value = fields.text("value").orElse(null);
        String name = path + (value == null ? key.orElse("") : key.orElse("") + "_" + value);
        Rule rule = rule(fields, name);
        LimitLevel below = below(fields, name, depth);
        if (key.isEmpty() || !isNew(key.get(), value, seen, node)) {
            return Optional.empty();
        }
        return Optional.of(new LimitEntry(key.get(), value, rule, below));
    }

    private LimitLevel below(Fields fields, String name, int depth) {
        if (depth == MAX_DEPTH && fields.has("descriptors")) {
            problems.at(fields.at("descriptors"), "descriptors nest deeper than " + MAX_DEPTH);
            return LimitLevel.of(List.of());
        }
        return level(fields.list("descriptors"), name + ".", depth + 1);
    }

    private boolean isNew(String key, @Nullable String value, Set<String> seen, Node node) {
        String match = value == null ? "key '" + key + "' without a value" : "key '" + key + "', value '" + value + "'";
        boolean fresh = seen.add(match);
        if (!fresh) {
            problems.at(node, "a second descriptor for " + match + "; expected each once in its list");
        }
        return fresh;
    }

    private @Nullable Rule rule(Fields descriptor, String path) {
        boolean shadow = descriptor.flag("shadow_mode");
        Node node = descriptor.node("rate_limit").orElse(null);
        if (node == null) {
            return null;
        }
        var fields = new Fields(node, "a rate_limit", RATE_LIMIT, problems);
        String name = fields.text("name").orElse(null);
        if (name != null && !Rule.isName(name)) {
            problems.at(fields.at("name"), "name is not 1 to " + Rule.MAX_NAME + " printable ASCII characters");
            return null;
        }
        Allowance allowance = fields.flag("unlimited") ? unlimited(fields) : rate(fields);
        return allowance == null ? null : new Rule(name == null ? Rule.nameOf(path) : name, allowance, shadow);
    }

    private Allowance unlimited(Fields fields) {
        for (String other : List.of("unit", "requests_per_unit")) {
            if (fields.has(other)) {
                problems.at(fields.at(other), other + " stands beside unlimited: true; expected one or the other");
            }
        }
        return new Allowance.Unlimited();
    }

    private @Nullable Rate rate(Fields fields) {
        Optional<RateUnit> unit = required(fields, "unit").flatMap(text -> unit(text, fields));
        OptionalLong requests = required(fields, "requests_per_unit")
                .map(text -> requests(text, fields))
                .orElse(OptionalLong.empty());
        return unit.isPresent() && requests.isPresent() ? new Rate(requests.getAsLong(), unit.get()) : null;
    }

    private Optional<RateUnit> unit(String text, Fields fields) {
        Optional<RateUnit> unit = RateUnit.named(text);
        if (unit.isEmpty()) {
            problems.at(fields.at("unit"), "unit '" + text + "' is not known; expected second, minute, hour or day");
        }
        return unit;
    }

    private OptionalLong requests(String text, Fields fields) {
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Rate.MAX_REQUESTS) {
            return OptionalLong.of(Long.parseLong(text));
        }
        problems.at(
                fields.at("requests_per_unit"),
                "requests_per_unit '" + text + "' is out of range; expected a whole number from 0 to "
                        + Rate.MAX_REQUESTS);
        return OptionalLong.empty();
    }

    private Optional<String> required(Fields fields, String name) {
        if (!fields.has(name)) {
            problems.at(fields.at(name), name + " is missing; expected it here");
        }
        return fields.text(name);
    }

    /** The limits of one domain. */
    record DomainLimits(String domain, LimitLevel level) {}
}
