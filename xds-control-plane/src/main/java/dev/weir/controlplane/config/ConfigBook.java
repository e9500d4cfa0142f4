package dev.weir.controlplane.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.config.ConfigException;
import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.config.port.OwnFile;
import dev.weir.controlplane.config.port.VersionStore;
import dev.weir.controlplane.operator.Reason;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The configuration in force and the versions before it. A version is written to the audit log, stored, then in force: one that was being made when the process died is there whole
 * or not at all, and in the second case the audit log alone names it. Changes come one at a time; what is in force any thread reads.
 */
public final class ConfigBook {
    private static final Logger LOG = Logger.getLogger(ConfigBook.class.getName());

    private final OwnFile own;
    private final VersionStore store;
    private final AuditLog audit;
    private final InstantSource wall;
    private final String trouble;
    private volatile InForce inForce;

    private ConfigBook(OwnFile own, VersionStore store, AuditLog audit, InstantSource wall, Beginning beginning) {
        this.own = own;
        this.store = store;
        this.audit = audit;
        this.wall = wall;
        this.trouble = beginning.trouble();
        var version = beginning.kept();
        this.inForce = version.isPresent()
                ? new InForce(version.get(), beginning.yaml(), beginning.config())
                : made(beginning.yaml(), beginning.config(), "file", "apply", beginning.reason(), 0);
    }

    /**
     * What a process begins with.
     *
     * @param kept the version that it is; empty where one has to be made
     * @param reason for making it
     * @param trouble why the gateway's own file is not in force; empty where it may be
     */
    private record Beginning(
            String yaml, WeirConfig config, Optional<ConfigVersion> kept, String reason, String trouble) {}

    /**
     * Begins with the gateway's own file where it is another than when the last version was made, else with that version. A bad file changes nothing once there is a version.
     *
     * @throws ConfigException where there is nothing good to begin with
     * @throws IllegalStateException where a version is damaged
     */
    public static ConfigBook begin(OwnFile own, VersionStore store, AuditLog audit, InstantSource wall) {
        var beginning = beginning(own, store);
        if (!beginning.trouble().isEmpty()) {
            LOG.warning(beginning.trouble());
        }
        return new ConfigBook(own, store, audit, wall, beginning);
    }

    /** What {@link #begin} would begin with; makes nothing, and fails as that does. */
    public static WeirConfig look(OwnFile own, VersionStore store) {
        return beginning(own, store).config();
    }

    private static Beginning beginning(OwnFile own, VersionStore store) {
        var versions = store.versions();
        if (versions.isEmpty()) {
            var text = own.text();
            return new Beginning(text, parse(own.name(), text), Optional.empty(), "the first start", "");
        }
        var last = versions.getLast();
        var trouble = "";
        try {
            var text = own.text();
            var hash = ConfigVersion.sha256(text);
            if (!hash.equals(last.own()) && !hash.equals(last.sha256())) {
                return new Beginning(
                        text, parse(own.name(), text), Optional.empty(), "the file changed before this start", "");
            }
        } catch (ConfigException e) {
            trouble = "version " + last.number() + " of the configuration stays in force, as the file is bad: "
                    + e.getMessage();
        }
        var text = store.text(last);
        return new Beginning(text, parse("version " + last.number(), text), Optional.of(last), "", trouble);
    }

    static WeirConfig parse(String name, String yaml) {
        return YamlReader.read(name, yaml.getBytes(UTF_8), WeirConfig.class);
    }

    public InForce inForce() {
        return inForce;
    }

    /** Why the gateway's own file was not taken at the start, in words; empty where it was, or was as before. */
    public String trouble() {
        return trouble;
    }

    /** Whether the gateway's own file says now what is in force. */
    public boolean isAsTheFile() {
        return ownHash().equals(inForce.version().sha256());
    }

    /** Oldest first, the one in force last. */
    public List<ConfigVersion> versions() {
        return store.versions();
    }

    /** Whether every gateway that was there took it. */
    public boolean isConfirmed() {
        return store.confirmed() >= inForce.number();
    }

    void confirm() {
        store.confirm(inForce.number());
    }

    /**
     * Makes a version of a text that was parsed.
     *
     * @throws java.io.UncheckedIOException where it cannot be stored; what was in force stays
     */
    synchronized InForce make(String yaml, WeirConfig config, String by, String verb, String reason) {
        inForce = made(yaml, config, by, verb, Reason.checked(reason), 0);
        return inForce;
    }

    /** Makes a version like the one before, as gateways refused the one in force. */
    synchronized InForce takeBack(InForce before, String reason) {
        inForce = made(before.yaml(), before.config(), AuditEntry.WEIR, "undo", reason, inForce.number());
        return inForce;
    }

    private InForce made(String yaml, WeirConfig config, String by, String verb, String reason, long takesBack) {
        long number =
                store.versions().stream().mapToLong(ConfigVersion::number).max().orElse(0) + 1;
        var version =
                new ConfigVersion(number, wall.instant(), by, reason, ConfigVersion.sha256(yaml), ownHash(), takesBack);
        audit.append(new AuditEntry(
                version.at(), by, verb, "configuration version " + number, reason, Map.of("version", (double) number)));
        store.add(version, yaml);
        return new InForce(version, yaml, config);
    }

    /**
     * What an undo brings back: the newest version before that says something else, and was not refused by a gateway. So the undo of an undo brings back what that took.
     *
     * @throws IllegalArgumentException where there is none
     * @throws ConfigException where it cannot be read any more
     */
    InForce undone() {
        var versions = store.versions();
        var current = inForce.version();
        var refused = versions.stream().map(ConfigVersion::takesBack).toList();
        for (var version : versions.reversed()) {
            if (version.number() < current.number()
                    && !version.sha256().equals(current.sha256())
                    && !refused.contains(version.number())) {
                var text = store.text(version);
                return new InForce(version, text, parse("version " + version.number(), text));
            }
        }
        throw new IllegalArgumentException("there is no version before that says something else");
    }

    private String ownHash() {
        try {
            return ConfigVersion.sha256(own.text());
        } catch (ConfigException e) {
            return "";
        }
    }
}
