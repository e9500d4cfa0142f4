package dev.weir.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a tree of YAML into a record, from the leaves to the root, and notes every fault at the item that has it: one reading tells all that can be told
 * without guessing. A record whose parts have faults is not built, so that one mistake is one fault.
 */
final class TreeCheck {
    private static final int MOST = 100;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<Class<?>, String> NUMBERS = Map.of(
            int.class, "a whole number",
            Integer.class, "a whole number",
            long.class, "a whole number",
            Long.class, "a whole number",
            double.class, "a number",
            Double.class, "a number",
            boolean.class, "true or false",
            Boolean.class, "true or false");

    private final ObjectMapper mapper;
    private final String file;
    private final List<ConfigFault> faults = new ArrayList<>();
    private final Map<JavaType, Map<String, JavaType>> known = new HashMap<>();

    private TreeCheck(ObjectMapper mapper, String file) {
        this.mapper = mapper;
        this.file = file;
    }

    /** @throws ConfigException with every fault */
    static <T> T read(ObjectMapper mapper, String file, Node root, Class<T> type) {
        var check = new TreeCheck(mapper, file);
        var json = check.check(root, mapper.constructType(type), "", root.getStartMark());
        if (json.isNull() && check.faults.isEmpty()) {
            throw new ConfigException(List.of(new ConfigFault(file, 0, 0, "is empty")));
        }
        if (!check.faults.isEmpty()) {
            throw new ConfigException(check.faults);
        }
        try {
            return mapper.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read once cannot be read again", e);
        }
    }

    private JsonNode check(Node node, JavaType type, String path, Mark place) {
        if (faults.size() >= MOST || isNull(node)) {
            return JSON.nullNode();
        }
        if (type.isReferenceType()) {
            return check(node, type.getContentType(), path, place);
        }
        if (ConfigValues.READS.contains(type.getRawClass()) || type.getRawClass() == String.class) {
            return leaf(node, type, path, place);
        }
        if (type.isEnumType()) {
            return choice(node, type, path, place);
        }
        if (type.isCollectionLikeType()) {
            return list(node, type.getContentType(), path, place);
        }
        if (node instanceof ScalarNode && ConfigKeys.hasShortForm(type)) {
            return leaf(node, type, path, place);
        }
        if (type.isMapLikeType() || type.isRecordType()) {
            return map(node, type, path, place);
        }
        return leaf(node, type, path, place);
    }

    private JsonNode list(Node node, JavaType items, String path, Mark place) {
        if (!(node instanceof SequenceNode sequence)) {
            return fault(place, path, "expected a list, such as [a, b], and found " + kind(node));
        }
        var json = JSON.arrayNode();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            var item = sequence.getValue().get(i);
            var at = path + "[" + i + "]";
            json.add(
                    isNull(item)
                            ? fault(item.getStartMark(), at, "is an empty item; write its value or leave it out")
                            : check(item, items, at, item.getStartMark()));
        }
        return json;
    }

    private JsonNode map(Node node, JavaType type, String path, Mark place) {
        var keys = type.isMapLikeType() ? Map.<String, JavaType>of() : known(type);
        if (!(node instanceof MappingNode mapping)) {
            return fault(place, path, "expected a map with " + names(keys.keySet()) + ", and found " + kind(node));
        }
        int before = faults.size();
        var json = JSON.objectNode();
        for (var entry : mapping.getValue()) {
            var key = key(entry, path);
            var mark = entry.getKeyNode().getStartMark();
            if (key == null) {
                continue;
            }
            var of = type.isMapLikeType() ? type.getContentType() : keys.get(key);
            if (of == null) {
                fault(
                        mark,
                        "",
                        "unknown key '" + key + "'" + Nearest.hint(key, keys.keySet()) + "; known here: "
                                + names(keys.keySet()));
            } else if (json.has(key)) {
                fault(mark, below(path, key), "stands twice; keep one");
            } else {
                json.set(key, check(entry.getValueNode(), of, below(path, key), mark));
            }
        }
        keys.forEach((key, of) -> {
            if (of.isPrimitive() && of.getRawClass() != boolean.class && !json.hasNonNull(key)) {
                fault(place, below(path, key), "a number is missing");
            }
        });
        if (faults.size() == before) {
            built(json, node, type, path, place);
        }
        return json;
    }

    /** A value of one scalar, or one that reads its own nodes. */
    private JsonNode leaf(Node node, JavaType type, String path, Mark place) {
        var number = NUMBERS.get(type.getRawClass());
        boolean single = number != null || type.getRawClass() == String.class;
        if (single && !(node instanceof ScalarNode)) {
            return fault(
                    place, path, "expected " + (number == null ? "one value" : number) + ", and found " + kind(node));
        }
        int before = faults.size();
        var json = plain(node, path);
        if (faults.size() == before) {
            built(json, node, type, path, place);
        }
        return json;
    }

    private JsonNode choice(Node node, JavaType type, String path, Mark place) {
        var names = Stream.of(type.getRawClass().getEnumConstants())
                .map(one -> mapper.convertValue(one, String.class))
                .sorted()
                .toList();
        if (node instanceof ScalarNode scalar && names.contains(scalar.getValue())) {
            return JSON.textNode(scalar.getValue());
        }
        var found = node instanceof ScalarNode scalar ? "'" + scalar.getValue() + "'" : kind(node);
        return fault(
                place,
                path,
                "expected " + String.join(" or ", names) + ", and found " + found
                        + (node instanceof ScalarNode scalar ? Nearest.hint(scalar.getValue(), names) : ""));
    }

    /** Builds the value, for what its record says of it. */
    private void built(JsonNode json, Node node, JavaType type, String path, Mark place) {
        try {
            mapper.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            refused(e, json, node, type, path, place);
        }
    }

    private void refused(JsonProcessingException e, JsonNode json, Node node, JavaType type, String path, Mark place) {
        Throwable root = e;
        while (root.getCause() != null && !(root instanceof ItemFault)) {
            root = root.getCause();
        }
        var at = new Place(node, path, place);
        if (root instanceof ItemFault item) {
            for (var step : item.path()) {
                at = at.step(step);
            }
        } else if (e instanceof JsonMappingException mapping) {
            for (var step : mapping.getPath()) {
                at = at.step(step.getFieldName() == null ? (Object) step.getIndex() : step.getFieldName());
            }
        }
        var number = NUMBERS.get(type.getRawClass());
        var why = switch (root) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case InvalidTypeIdException other -> kind(other);
            case InvalidFormatException format
            when number == null && NUMBERS.containsKey(format.getTargetType()) ->
                "'" + format.getValue() + "' is not " + NUMBERS.get(format.getTargetType());
            case JsonMappingException own
            when own.getClass() == JsonMappingException.class -> String.valueOf(own.getOriginalMessage());
            case NumberFormatException no -> "this number cannot be read";
            case IllegalArgumentException own -> String.valueOf(own.getMessage());
            default ->
                number != null
                        ? "'" + json.asText() + "' is not " + number
                        : String.valueOf(root.getMessage()).startsWith("Cannot map `null` into type")
                                ? "a number is missing"
                                : "cannot be used here";
        };
        fault(at.mark, root instanceof UnrecognizedPropertyException ? "" : at.path, why);
    }

    private static String unknown(UnrecognizedPropertyException e) {
        var ids = e.getKnownPropertyIds();
        var names = ids == null
                ? List.<String>of()
                : ids.stream().map(Object::toString).toList();
        return "unknown key '" + e.getPropertyName() + "'" + Nearest.hint(e.getPropertyName(), names) + "; known here: "
                + names(names);
    }

    private String kind(InvalidTypeIdException e) {
        var type = mapper.getDeserializationConfig().introspectClassAnnotations(e.getBaseType());
        var kinds = mapper
                .getSubtypeResolver()
                .collectAndResolveSubtypesByTypeId(mapper.getDeserializationConfig(), type.getClassInfo())
                .stream()
                .filter(named -> named.getName() != null)
                .map(named -> named.getName())
                .toList();
        var asked = e.getTypeId();
        return asked == null
                ? "'kind' is missing: one of " + names(kinds)
                : "kind '" + asked + "' is none of " + names(kinds) + Nearest.hint(asked, kinds);
    }

    /** Every scalar as its text: what it means is for the one who reads it. */
    private JsonNode plain(Node node, String path) {
        return switch (node) {
            case ScalarNode scalar -> isNull(scalar) ? JSON.nullNode() : JSON.textNode(scalar.getValue());
            case SequenceNode list -> {
                var json = JSON.arrayNode();
                list.getValue().forEach(item -> json.add(plain(item, path)));
                yield json;
            }
            case MappingNode map -> {
                var json = JSON.objectNode();
                for (var entry : map.getValue()) {
                    var key = key(entry, path);
                    if (key != null && json.has(key)) {
                        fault(entry.getKeyNode().getStartMark(), below(path, key), "stands twice; keep one");
                    } else if (key != null) {
                        json.set(key, plain(entry.getValueNode(), below(path, key)));
                    }
                }
                yield json;
            }
            default -> JSON.nullNode();
        };
    }

    private @Nullable String key(NodeTuple entry, String path) {
        if (entry.getKeyNode() instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault(
                entry.getKeyNode().getStartMark(),
                path,
                "a key is one word, and here stands " + kind(entry.getKeyNode()));
        return null;
    }

    private Map<String, JavaType> known(JavaType type) {
        return known.computeIfAbsent(type, any -> ConfigKeys.of(mapper, type));
    }

    private JsonNode fault(Mark mark, String path, String what) {
        faults.add(new ConfigFault(
                file, mark.getLine() + 1, mark.getColumn() + 1, path.isEmpty() ? what : path + ": " + what));
        return JSON.nullNode();
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && List.of("", "~", "null", "Null", "NULL").contains(scalar.getValue());
    }

    private static String kind(Node node) {
        return switch (node) {
            case SequenceNode list -> "a list";
            case MappingNode map -> "a map";
            default -> "one value";
        };
    }

    private static String names(Collection<String> names) {
        return names.isEmpty() ? "nothing" : names.stream().sorted().collect(Collectors.joining(", "));
    }

    /** Where something is: its node, its path in words, and its mark; of an entry of a map the mark of its key. */
    private record Place(Node node, String path, Mark mark) {
        Place step(Object step) {
            if (step instanceof Integer index
                    && node instanceof SequenceNode list
                    && index >= 0
                    && index < list.getValue().size()) {
                var item = list.getValue().get(index);
                return new Place(item, path + "[" + index + "]", item.getStartMark());
            }
            if (step instanceof String key && node instanceof MappingNode map) {
                return map.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode scalar
                                && scalar.getValue().equals(key))
                        .findFirst()
                        .map(entry -> new Place(
                                entry.getValueNode(),
                                below(path, key),
                                entry.getKeyNode().getStartMark()))
                        .orElse(new Place(node, below(path, key), mark));
            }
            return this;
        }
    }
}
