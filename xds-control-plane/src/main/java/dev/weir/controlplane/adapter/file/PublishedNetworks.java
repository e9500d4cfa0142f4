package dev.weir.controlplane.adapter.file;

import dev.weir.controlplane.loop.port.NetworkSource;
import dev.weir.scoring.adapter.onnx.PolicyRegistry;
import java.nio.file.Path;

/** The policy networks that the trainer publishes to a folder. A network is looked at once. */
public final class PublishedNetworks implements NetworkSource {
    private final PolicyRegistry registry;
    private String seen = "";

    public PublishedNetworks(Path folder) {
        this.registry = new PolicyRegistry(folder);
    }

    @Override
    public Latest latest() {
        var current = registry.currentDigest();
        if (current.equals(seen)) {
            return new Latest.Nothing();
        }
        seen = current;
        return switch (registry.load()) {
            case PolicyRegistry.Current.None none -> new Latest.Nothing();
            case PolicyRegistry.Current.Refused refused -> new Latest.Refused(refused.digest(), refused.why());
            case PolicyRegistry.Current.Good good ->
                new Latest.Good(
                        good.network(), good.digest() + ", " + good.provenance().trainer());
        };
    }
}
