package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.weir.jsonrpc.MethodList;
import dev.weir.jsonrpc.MethodUnits;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The schemas of {@code deploy/schema} are what the reader knows: made of its records, so that a new key cannot be forgotten. After a change of a record run
 * this with {@code -Dgolden.write=true}, and read the diff.
 */
final class ConfigSchemaTest {
    private static final Path FOLDER = Path.of("../deploy/schema");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";

    /** How the values that are one text are written. */
    private static final Map<Class<?>, String> TEXTS = Map.ofEntries(
            Map.entry(ApiName.class, NAME),
            Map.entry(PoolName.class, NAME),
            Map.entry(NodeId.class, NAME),
            Map.entry(Network.class, "^[0-9a-fA-F.:]+/[0-9]{1,3}$"),
            Map.entry(Duration.class, "^[0-9]{1,9}(ms|s|m|h)$"),
            Map.entry(Fraction.class, "^[0-9]{1,3}(\\.[0-9]{1,6})?%$"),
            Map.entry(TokenAmount.class, "^[0-9]{1,60}(\\.[0-9]{1,18})? WEIR$"),
            Map.entry(Path.class, "^.+$"),
            Map.entry(UpstreamUrl.class, "^[Hh][Tt][Tt][Pp][Ss]?://[^ ?#@]+$"),
            Map.entry(SecretText.class, "^[ -~]{0,4096}$"),
            Map.entry(CallRate.class, "^[0-9]{1,7}/(second|minute|hour|day)$"),
            Map.entry(ByteSize.class, "^[0-9]{1,6}(KiB|MiB)$"),
            Map.entry(WalletAddress.class, "^0x[0-9a-fA-F]{40}$"));

    /** Keys without which a record is refused, beside its numbers. */
    private static final Map<Class<?>, List<String>> REQUIRED = Map.ofEntries(
            Map.entry(WeirConfig.class, List.of("apis", "pools")),
            Map.entry(WeirConfig.Api.class, List.of("name", "match", "pools")),
            Map.entry(WeirConfig.Match.class, List.of("prefix")),
            Map.entry(WeirConfig.Pool.class, List.of("name")),
            Map.entry(TierLimits.class, List.of("open")),
            Map.entry(Cors.class, List.of("origins")),
            Map.entry(Deployment.class, List.of("ports", "nodes")),
            Map.entry(Deployment.Node.class, List.of("name", "pool", "region", "price", "impair")),
            Map.entry(LimitsFile.class, List.of("domain", "descriptors")),
            Map.entry(LimitsFile.Descriptor.class, List.of("key")),
            Map.entry(EdgeTls.class, List.of("certificates")),
            Map.entry(HostCertificate.class, List.of("hosts", "chain", "key")),
            Map.entry(Upstream.class, List.of("url")),
            Map.entry(WeirConfig.Health.class, List.of("path")));

    enum Kind {
        WEIR("weir", WeirConfig.class, "../weir.yaml", "deploy/schema/"),
        LOCAL("local", Deployment.class, "../deploy/local.yaml", "schema/"),
        LIMITS("limits", LimitsFile.class, "../deploy/limits/weir.yaml", "../schema/");

        private final String name;
        private final Class<?> type;
        private final Path shipped;
        private final String from;

        Kind(String name, Class<?> type, String shipped, String from) {
            this.name = name;
            this.type = type;
            this.shipped = Path.of(shipped);
            this.from = from;
        }

        private String file() {
            return name + ".schema.json";
        }
    }

    @ParameterizedTest
    @EnumSource
    void schema_knowsTheReadersKeys(Kind kind) throws IOException {
        var file = FOLDER.resolve(kind.file());
        var schema = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema(kind)) + "\n";
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, schema);
        }

        assertThat(Files.readString(file))
                .as("a key was changed in the reader: run this test with -Dgolden.write=true")
                .isEqualTo(schema);
    }

    @ParameterizedTest
    @EnumSource
    void shippedFile_namesItsSchema_andKeepsIt(Kind kind) throws IOException {
        var text = Files.readString(kind.shipped);

        assertThat(text).startsWith("# yaml-language-server: $schema=" + kind.from + kind.file() + "\n");
        assertThat(fitsSchema(kind, text)).isTrue();
        assertThat(isRead(kind, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "WEIR   | true  | ",
                "WEIR   | true  | weights: {tick: 1s, floor: 1%, policy: ewma}",
                "WEIR   | true  | edge: {connections: 10, proxies: [10.0.0.0/8]}",
                "WEIR   | false | weights: {tick: 1}",
                "WEIR   | false | weights: {floor: 0.5}",
                "WEIR   | false | weights: {policy: best}",
                "WEIR   | false | weights: [1]",
                "WEIR   | false | rollout: {calls: many}",
                "WEIR   | false | wieghts: {}",
                "WEIR   | false | edge: {proxies: 10.0.0.0/8}",
                "WEIR   | false | auth: {domains: {a: b}}",
                "WEIR   | true  | chain: devnet",
                "WEIR   | true  | chain: {rpc: devnet}",
                "WEIR   | false | chain: [devnet]",
                "LOCAL  | true  | ",
                "LOCAL  | true  | memory: {controlPlane: 256, extAuthz: 192, ratelimit: 96, node: 40}",
                "LOCAL  | false | memory: {controlPlane: 256}",
                "LOCAL  | false | memory: {controlPlane: 256, extAuthz: 192, ratelimit: 96, node: none}",
                "LOCAL  | false | port: {}",
                "LIMITS | true  | ",
                "LIMITS | false | domains: weir",
            })
    void schemaAndReader_agree(Kind kind, boolean good, String line) throws IOException {
        var key = line == null ? "" : line.substring(0, line.indexOf(':'));
        var text = Files.readString(kind.shipped).replaceFirst("(?m)^" + (key.isEmpty() ? "#" : key) + ":.*$", "")
                + "\n" + (line == null ? "" : line) + "\n";

        assertThat(fitsSchema(kind, text)).as("schema").isEqualTo(good);
        assertThat(isRead(kind, text)).as("reader").isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true  | {url: https://a.example/v1, headers: {x-a: b}}",
                "true  | {name: a, url: http://10.0.0.7:8080, price: 0.1 WEIR, region: eu-west}",
                "false | {uri: https://a.example}",
                "false | {name: a}",
                "false | {url: ftp://a.example}"
            })
    void endpointByUrl_isTheSameForSchemaAndReader(boolean good, String endpoint) throws IOException {
        var text = "apis: [{name: a, match: {prefix: /}, pools: [p], access: public}]\npools: [{name: p, endpoints: ["
                + endpoint + "]}]\nchain: memory\n";

        assertThat(fitsSchema(Kind.WEIR, text)).as("schema").isEqualTo(good);
        assertThat(isRead(Kind.WEIR, text)).as("reader").isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true  | heads: {}",
                "true  | heads: {lag: 5, chain: 1, every: 1s}",
                "false | heads: {lag: far}",
                "false | heads: 5",
                "true  | units: {eth_getLogs: 20, 'debug_*': 50}",
                "false | units: {eth_getLogs: 0}",
                "false | units: {eth_getLogs: many}",
                "false | units: [20]",
            })
    void apiOfJsonRpc_isTheSameForSchemaAndReader(boolean good, String key) throws IOException {
        var text = "apis: [{name: a, match: {prefix: /}, protocol: json-rpc, pools: [p], access: public, " + key
                + "}]\npools: [{name: p, endpoints: [{url: http://10.0.0.7:8545}]}]\nchain: memory\n";

        assertThat(fitsSchema(Kind.WEIR, text)).as("schema").isEqualTo(good);
        assertThat(isRead(Kind.WEIR, text)).as("reader").isEqualTo(good);
    }

    private static boolean fitsSchema(Kind kind, String text) throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(FOLDER.resolve(kind.file())));
        JsonNode tree = JSON.valueToTree(new Yaml().load(text));
        return schema.validate(tree).isEmpty();
    }

    private static boolean isRead(Kind kind, String text) {
        try {
            return YamlReader.read("f.yaml", text.getBytes(StandardCharsets.UTF_8), kind.type) != null;
        } catch (ConfigException e) {
            return false;
        }
    }

    private static ObjectNode schema(Kind kind) {
        var defs = JSON.createObjectNode();
        var top = JSON.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Weir: " + kind.shipped.toString().replace("../", ""))
                .put("description", "Every key is described in docs/configuration.md.");
        top.setAll(of(YamlReader.MAPPER.constructType(kind.type), defs));
        return top.set("$defs", defs);
    }

    private static ObjectNode of(JavaType type, ObjectNode defs) {
        var raw = type.getRawClass();
        var schema = JSON.createObjectNode();
        if (type.isReferenceType()) {
            return of(type.getContentType(), defs);
        } else if (TEXTS.containsKey(raw)) {
            return schema.put("type", "string").put("pattern", TEXTS.get(raw));
        } else if (raw == MethodList.class) {
            schema.put("type", "array").put("minItems", 1).putObject("items").put("type", "string");
        } else if (raw == MethodUnits.class) {
            schema.put("type", "object")
                    .putObject("additionalProperties")
                    .put("type", "integer")
                    .put("minimum", 1)
                    .put("maximum", MethodUnits.MOST);
        } else if (type.isEnumType()) {
            var names = schema.putArray("enum");
            Stream.of(raw.getEnumConstants())
                    .map(one -> YamlReader.MAPPER.convertValue(one, String.class))
                    .forEach(names::add);
        } else if (type.isCollectionLikeType()) {
            schema.put("type", "array").set("items", of(type.getContentType(), defs));
        } else if (type.isMapLikeType()) {
            schema.put("type", "object").set("additionalProperties", of(type.getContentType(), defs));
        } else if (type.isRecordType()) {
            if (!defs.has(raw.getSimpleName())) {
                record(type, defs);
            }
            var whole = JSON.createObjectNode().put("$ref", "#/$defs/" + raw.getSimpleName());
            if (!ConfigKeys.hasShortForm(type)) {
                return whole;
            }
            schema.putArray("anyOf")
                    .add(JSON.createObjectNode().put("type", "string"))
                    .add(whole);
        } else {
            schema.put("type", scalar(raw));
        }
        return schema;
    }

    private static void record(JavaType type, ObjectNode defs) {
        var schema = defs.putObject(type.getRawClass().getSimpleName())
                .put("type", "object")
                .put("additionalProperties", false);
        var keys = ConfigKeys.of(YamlReader.MAPPER, type);
        var required = Stream.concat(
                        REQUIRED.getOrDefault(type.getRawClass(), List.of()).stream(),
                        keys.entrySet().stream()
                                .filter(key -> key.getValue().isPrimitive()
                                        && key.getValue().getRawClass() != boolean.class)
                                .map(Map.Entry::getKey))
                .sorted()
                .toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        var properties = schema.putObject("properties");
        keys.forEach((key, of) -> properties.set(key, of(of, defs)));
    }

    private static String scalar(Class<?> type) {
        if (type == String.class) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "integer";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        throw new IllegalStateException("the schema does not know how " + type + " is written: add it to TEXTS");
    }
}
