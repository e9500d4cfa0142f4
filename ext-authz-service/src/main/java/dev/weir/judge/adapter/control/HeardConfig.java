package dev.weir.judge.adapter.control;

import dev.weir.config.ConfigException;
import dev.weir.config.WeirConfig;
import dev.weir.xds.adapter.control.v1.ConfigRefused;
import dev.weir.xds.adapter.control.v1.ConfigTaken;
import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * The configuration in force, as the control plane tells it: given to all that follow it, then kept on disk, then acknowledged. What cannot be read is refused, and what stood
 * before stands. A disk that cannot be written is said, and stops nothing.
 */
public final class HeardConfig implements ControlListener {
    private static final Logger LOG = Logger.getLogger(HeardConfig.class.getName());

    private final KeptConfig kept;
    private final List<Consumer<WeirConfig>> followers;
    /** What this process was told; what it began with may be another. */
    private String last = "";

    /** @param followers of whom none may fail for a configuration that can be read */
    public HeardConfig(KeptConfig kept, List<Consumer<WeirConfig>> followers) {
        this.kept = kept;
        this.followers = List.copyOf(followers);
    }

    @Override
    public Optional<FromJudge> told(ToJudge message) {
        if (!message.hasConfig()) {
            return Optional.empty();
        }
        long version = message.getConfig().getVersion();
        var yaml = message.getConfig().getYaml();
        try {
            if (!yaml.equals(last)) {
                take(version, yaml);
            }
            return Optional.of(FromJudge.newBuilder()
                    .setConfigTaken(ConfigTaken.newBuilder().setVersion(version))
                    .build());
        } catch (ConfigException e) {
            LOG.warning("version " + version + " of the configuration cannot be read here, what stood before stands: "
                    + e.getMessage());
            return Optional.of(FromJudge.newBuilder()
                    .setConfigRefused(
                            ConfigRefused.newBuilder().setVersion(version).setWhy(String.valueOf(e.getMessage())))
                    .build());
        }
    }

    private void take(long version, String yaml) {
        var config = KeptConfig.parse(yaml);
        followers.forEach(follower -> follower.accept(config));
        last = yaml;
        try {
            kept.write(version, yaml);
        } catch (IOException e) {
            LOG.warning("version " + version
                    + " of the configuration is in force, and could not be kept for the next start: " + e);
        }
        LOG.info("follows version " + version + " of the configuration: "
                + config.apis().size() + " APIs");
    }
}
