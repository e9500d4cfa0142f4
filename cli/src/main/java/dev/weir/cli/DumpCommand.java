package dev.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir dump}: what is in force, without secrets. */
@Command(
        name = "dump",
        description = "Prints the configuration in force, secrets as ***.",
        mixinStandardHelpOptions = true)
final class DumpCommand implements Callable<Integer> {
    /** What it can be printed as. */
    enum Form {
        YAML,
        JSON
    }

    private final GlobalOptions global;

    @Option(names = "-o", paramLabel = "FORMAT", description = "yaml or json", defaultValue = "yaml")
    private Form form = Form.YAML;

    DumpCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        var shown = ConfigClient.of(global.home()).inForce();
        var version = shown.path("version");
        if (form == Form.JSON) {
            var all = (ObjectNode) shown.deepCopy();
            all.remove("yaml");
            all.set("config", new YAMLMapper().readTree(shown.path("yaml").asText()));
            System.out.println(all.toPrettyString());
            return 0;
        }
        System.out.println("# version " + version.path("number").asText() + ", "
                + version.path("at").asText() + ", by " + version.path("by").asText() + ": "
                + version.path("reason").asText());
        if (!shown.path("asTheFile").asBoolean()) {
            System.out.println("# the file that the gateway was started with says something else");
        }
        System.out.print(shown.path("yaml").asText());
        return 0;
    }
}
