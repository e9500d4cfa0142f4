package dev.weir.cli.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.config.Deployment;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What Prometheus is to ask of a gateway's processes, and by which rules it warns. The jobs are called as the processes are, those of nodes {@code node},
 * each with its name as the label {@code node}. Of Envoy's metrics the families are kept that alerts and dashboards use: it has thousands.
 */
final class Scrapes {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String OF_ENVOY =
            "envoy_(server_.*|control_plane_.*|http_downstream_(rq|cx)_(total|active|xx)|cluster_membership_.*|cluster_upstream_(rq|cx)_.*)";

    private Scrapes() {}

    static Path write(Home home, Deployment deployment) {
        try {
            var file = home.run().resolve("prometheus.yaml");
            YAML.writeValue(file.toFile(), of(home, deployment));
            return file;
        } catch (IOException e) {
            throw new CommandFailed("the configuration of Prometheus cannot be written: " + e.getMessage(), e);
        }
    }

    static ObjectNode of(Home home, Deployment deployment) {
        var ports = deployment.ports();
        var tree = YAML.createObjectNode();
        tree.putObject("global").put("scrape_interval", "5s").put("evaluation_interval", "5s");
        tree.putArray("rule_files")
                .add(home.root().resolve("deploy/observe/alerts.yaml").toString());
        var envoy = job(tree, "envoy", ports.envoyAdmin());
        envoy.put("metrics_path", "/stats/prometheus");
        envoy.putArray("metric_relabel_configs")
                .addObject()
                .put("action", "keep")
                .put("regex", OF_ENVOY)
                .putArray("source_labels")
                .add("__name__");
        job(tree, "xds-control-plane", ports.dashboard());
        job(tree, "ext-authz-service", ports.auth());
        job(tree, "ratelimit-service", ports.ratelimitHttp());
        var nodes = job(tree, "node");
        for (int i = 0; i < deployment.nodes().size(); i++) {
            target(nodes, ports.nodeAdmin(i))
                    .putObject("labels")
                    .put("node", deployment.nodes().get(i).name().value());
        }
        return tree;
    }

    private static ObjectNode job(ObjectNode tree, String name, int port) {
        var job = job(tree, name);
        target(job, port);
        return job;
    }

    private static ObjectNode job(ObjectNode tree, String name) {
        return tree.withArray("scrape_configs").addObject().put("job_name", name);
    }

    private static ObjectNode target(ObjectNode job, int port) {
        var target = job.withArray("static_configs").addObject();
        target.putArray("targets").add("127.0.0.1:" + port);
        return target;
    }
}
