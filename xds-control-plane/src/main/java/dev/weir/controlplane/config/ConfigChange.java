package dev.weir.controlplane.config;

import dev.weir.config.ConfigChanges;
import dev.weir.config.ConfigException;
import dev.weir.config.ConfigFault;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.config.ConfigOutcome.Delivery;
import dev.weir.controlplane.config.port.ResourcePreview;
import dev.weir.controlplane.operator.Reason;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Changes the configuration in force: checked whole, made a version, brought to everybody, and taken back by a new version where a gateway refuses it. One change at a time, the others wait.
 * Any thread; blocks.
 */
public final class ConfigChange {
    private static final Logger LOG = Logger.getLogger(ConfigChange.class.getName());
    private static final long PATIENCE_SECONDS = 15;
    private static final int MOST_WORDS = 120;

    private final ConfigBook book;
    private final ConfigDelivery delivery;
    private final ResourcePreview preview;
    private final List<Consumer<WeirConfig>> checks;
    private final ReentrantLock one = new ReentrantLock(true);

    /** @param checks of what a text alone cannot tell; each throws a {@link ConfigException} */
    public ConfigChange(
            ConfigBook book, ConfigDelivery delivery, ResourcePreview preview, List<Consumer<WeirConfig>> checks) {
        this.book = book;
        this.delivery = delivery;
        this.preview = preview;
        this.checks = List.copyOf(checks);
    }

    /** Another change is on its way to the gateways, and did not end in time. */
    public static final class Busy extends Exception {
        private static final long serialVersionUID = 1;

        Busy() {
            super("another change is on its way to the gateways; try again in some seconds");
        }
    }

    /**
     * What a text would change. Changes nothing.
     *
     * @param name what messages call it
     * @throws ConfigException where it cannot be in force
     */
    public ConfigOutcome look(String name, String yaml) {
        var before = book.inForce();
        return outcome(before, before.version(), checked(name, yaml, before.config()), false, Optional.empty());
    }

    /** Puts a text in force. @throws ConfigException where it cannot be: nothing is changed then */
    public ConfigOutcome apply(String name, String yaml, String by, String reason) throws Busy, InterruptedException {
        var why = Reason.checked(reason);
        lock();
        try {
            var before = book.inForce();
            var next = checked(name, yaml, before.config());
            if (ConfigVersion.sha256(yaml).equals(before.version().sha256())) {
                return outcome(before, before.version(), next, false, Optional.empty());
            }
            return deliver(before, next, () -> book.make(yaml, next.config(), by, "apply", why));
        } finally {
            one.unlock();
        }
    }

    /** Takes back the last change. @throws IllegalArgumentException where there is none */
    public ConfigOutcome undo(String by, String reason) throws Busy, InterruptedException {
        var why = Reason.checked(reason);
        lock();
        try {
            var before = book.inForce();
            var undone = book.undone();
            var next = checked("version " + undone.number(), undone.yaml(), before.config());
            return deliver(before, next, () -> book.make(undone.yaml(), next.config(), by, "undo", why));
        } finally {
            one.unlock();
        }
    }

    /** Watches over what this process began with, where no gateway is known to have taken it: one that refuses it has it taken back. */
    public void confirm() throws Busy, InterruptedException {
        var now = book.inForce();
        if (book.isConfirmed()) {
            return;
        }
        delivery.awaitGateways(now);
        lock();
        try {
            if (!book.inForce().equals(now)) {
                return;
            }
            var arrived = delivery.begun(now);
            if (arrived.refused().isEmpty()) {
                confirm(arrived);
            } else {
                var before = book.undone();
                if (ConfigChanges.needingRestart(now.config(), before.config()).isEmpty()) {
                    takeBack(before, arrived);
                } else {
                    // This process runs by what it began with: what came before would be half of it.
                    LOG.severe("a gateway refuses the configuration, and the one before it needs a restart: "
                            + arrived.refused());
                }
            }
        } catch (IllegalArgumentException nothingBefore) {
            LOG.warning("a gateway refuses the configuration, and there is none before it");
        } finally {
            one.unlock();
        }
    }

    private void lock() throws Busy, InterruptedException {
        if (!one.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new Busy();
        }
    }

    /** What may be in force. @param resources that gateways would be told */
    private record Checked(WeirConfig config, Map<String, Map<String, String>> resources) {}

    /** Also whether it can be translated at all: what cannot would end every tick of the loop. */
    private Checked checked(String name, String yaml, WeirConfig before) {
        var config = ConfigBook.parse(name, yaml);
        var restart = ConfigChanges.needingRestart(before, config);
        if (!restart.isEmpty()) {
            throw new ConfigException(restart.stream()
                    .map(
                            item -> new ConfigFault(
                                    name,
                                    0,
                                    0,
                                    item
                                            + " cannot change while the gateway runs: ./weir down, then ./weir up --config with this file (elsewhere: restart the control plane and the judges with it)"))
                    .toList());
        }
        checks.forEach(check -> check.accept(config));
        try {
            return new Checked(config, preview.resources(config));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a configuration cannot be translated", e);
            throw new ConfigException(name + ": it cannot be said to Envoy: " + e.getMessage(), e);
        }
    }

    /** Makes a version. */
    private interface Making {
        InForce made();
    }

    private ConfigOutcome deliver(InForce before, Checked next, Making making) throws InterruptedException {
        var now = making.made();
        LOG.info("version " + now.number() + " of the configuration, by "
                + now.version().by() + ": " + now.version().reason());
        var arrived = delivery.deliver(now);
        if (arrived.refused().isEmpty()) {
            confirm(arrived);
            return outcome(before, now.version(), next, true, Optional.of(arrived));
        }
        var back = takeBack(before, arrived);
        return outcome(before, back.version(), next, true, Optional.of(arrived.of(now.version())));
    }

    private InForce takeBack(InForce before, Delivery arrived) throws InterruptedException {
        var refusal = arrived.refused().entrySet().iterator().next();
        var words = refusal.getValue().replaceAll("\\p{Cntrl}+", " ");
        var back = book.takeBack(
                before,
                "gateway " + refusal.getKey() + " refused version "
                        + book.inForce().number() + ": "
                        + words.substring(0, Math.min(MOST_WORDS, words.length())));
        LOG.warning("version " + back.number() + " of the configuration is as before, as "
                + back.version().reason());
        delivery.deliver(back);
        return back;
    }

    /** A gateway that has yet to answer may refuse it after a restart. */
    private void confirm(Delivery arrived) {
        if (!arrived.waiting().isEmpty() || arrived.gateways().isEmpty()) {
            return;
        }
        try {
            book.confirm();
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, "it could not be kept that the gateways took the configuration", e);
        }
    }

    private ConfigOutcome outcome(
            InForce before, ConfigVersion version, Checked after, boolean made, Optional<Delivery> arrived) {
        return new ConfigOutcome(
                version,
                ConfigChanges.between(before.config(), after.config()),
                ResourceChange.between(preview.resources(before.config()), after.resources()),
                made,
                arrived);
    }
}
