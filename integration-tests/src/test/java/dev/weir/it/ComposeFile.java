package dev.weir.it;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** deploy/compose.yaml, its anchors followed. */
final class ComposeFile {
    static final Path PATH = Checkout.ROOT.resolve("deploy/compose.yaml");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode services;

    private ComposeFile(JsonNode services) {
        this.services = services;
    }

    static ComposeFile read() {
        try {
            var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            JsonNode file = JSON.valueToTree(yaml.load(Files.readString(PATH)));
            return new ComposeFile(file.get("services"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    List<String> names() {
        return services.propertyStream().map(Map.Entry::getKey).toList();
    }

    int httpPort(String name) {
        return services.get(name).at("/environment/QUARKUS_HTTP_PORT").asInt();
    }

    /**
     * One service by itself, confined as the file says. Where it has a volume there is an empty folder in memory, its user's own.
     *
     * @param chain the folder that is its volume {@code chain}
     */
    GenericContainer<?> container(String name, Path chain) {
        var service = services.get(name);
        var user = service.get("user").asText().split(":", 2);
        var memory = new LinkedHashMap<String, String>();
        texts(service.get("tmpfs")).forEach(mount -> memory.put(mount.split(":", 2)[0], mount.split(":", 2)[1]));
        var binds = new ArrayList<Bind>();
        for (var volume : texts(service.path("volumes"))) {
            var parts = volume.split(":", 2);
            if (parts[0].startsWith(".")) {
                binds.add(Bind.parse(PATH.resolveSibling(parts[0]).normalize() + ":" + parts[1]));
            } else if (parts[0].equals("chain")) {
                binds.add(Bind.parse(chain + ":" + parts[1]));
            } else {
                memory.put(parts[1], "size=16m,mode=0700,uid=%s,gid=%s".formatted(user[0], user[1]));
            }
        }
        return new GenericContainer<>(service.get("image").asText())
                .withEnv(JSON.convertValue(service.get("environment"), new TypeReference<Map<String, String>>() {}))
                .withNetworkMode(service.get("network_mode").asText())
                .withTmpFs(memory)
                .withCreateContainerCmdModifier(command -> {
                    command.withUser(service.get("user").asText());
                    var host = command.getHostConfig();
                    if (host == null) {
                        throw new AssertionError("no host config");
                    }
                    host.withReadonlyRootfs(service.get("read_only").asBoolean())
                            .withCapDrop(texts(service.get("cap_drop")).stream()
                                    .map(Capability::valueOf)
                                    .toArray(Capability[]::new))
                            .withSecurityOpts(texts(service.get("security_opt")))
                            .withBinds(binds);
                });
    }

    private static List<String> texts(JsonNode array) {
        return Gateway.stream(array).map(JsonNode::asText).toList();
    }
}
