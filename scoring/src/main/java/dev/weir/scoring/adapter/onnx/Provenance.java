package dev.weir.scoring.adapter.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from: {@code provenance.json} beside its ONNX file.
 *
 * @param schemaVersion and {@code features}: what the model expects, in this order
 * @param from end of the first window that it was trained or judged on; of a policy network, when training began
 * @param to end of the last one; of a policy network, when training ended
 * @param rows windows in that time; of a policy network, simulated runs that it was trained on
 * @param metrics of the evaluation that let it be published, by name
 */
public record Provenance(
        int schemaVersion,
        List<String> features,
        String trainer,
        long seed,
        Instant createdAt,
        Instant from,
        Instant to,
        int rows,
        Map<String, Double> metrics) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    public Provenance {
        features = List.copyOf(features);
        metrics = new TreeMap<>(metrics);
    }

    boolean isFor(int version, List<String> names) {
        return schemaVersion == version && features.equals(names);
    }

    void write(Path file) throws IOException {
        ObjectNode tree = JSON.createObjectNode()
                .put("schemaVersion", schemaVersion)
                .put("trainer", trainer)
                .put("seed", seed)
                .put("createdAt", createdAt.toString())
                .put("from", from.toString())
                .put("to", to.toString())
                .put("rows", rows);
        features.forEach(tree.putArray("features")::add);
        var numbers = tree.putObject("metrics");
        metrics.forEach(numbers::put);
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), tree);
    }

    /** @throws IOException where the file is not such a record */
    static Provenance read(byte[] json) throws IOException {
        try {
            var tree = JSON.readTree(json);
            var metrics = new TreeMap<String, Double>();
            tree.get("metrics")
                    .properties()
                    .forEach(metric ->
                            metrics.put(metric.getKey(), metric.getValue().asDouble()));
            return new Provenance(
                    tree.get("schemaVersion").asInt(),
                    tree.get("features")
                            .valueStream()
                            .map(name -> name.asText())
                            .toList(),
                    tree.get("trainer").asText(),
                    tree.get("seed").asLong(),
                    Instant.parse(tree.get("createdAt").asText()),
                    Instant.parse(tree.get("from").asText()),
                    Instant.parse(tree.get("to").asText()),
                    tree.get("rows").asInt(),
                    metrics);
        } catch (RuntimeException e) {
            throw new IOException("provenance.json is not one: " + e.getMessage(), e);
        }
    }
}
