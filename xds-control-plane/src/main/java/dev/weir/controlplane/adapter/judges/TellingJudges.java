package dev.weir.controlplane.adapter.judges;

import dev.weir.controlplane.config.InForce;
import dev.weir.controlplane.config.port.Judges;
import dev.weir.xds.adapter.control.v1.ConfigInForce;
import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/** Tells judges the configuration in force, and knows who took it. Any thread. */
public final class TellingJudges implements Judges, JudgeListener {
    private static final Logger LOG = Logger.getLogger(TellingJudges.class.getName());
    private static final int MOST_WORDS = 400;

    private final JudgeStreams streams;
    private final Map<Object, Long> taken = new ConcurrentHashMap<>();
    private final Map<Object, Refusal> refused = new ConcurrentHashMap<>();

    private record Refusal(long version, String why) {}

    public TellingJudges(JudgeStreams streams) {
        this.streams = streams;
        streams.hear(this);
    }

    @Override
    public void tell(InForce config) {
        streams.tell(ToJudge.newBuilder()
                .setConfig(
                        ConfigInForce.newBuilder().setVersion(config.number()).setYaml(config.yaml()))
                .build());
    }

    @Override
    public void said(Object judge, FromJudge what) {
        switch (what.getWhatCase()) {
            case CONFIG_TAKEN -> {
                taken.put(judge, what.getConfigTaken().getVersion());
                refused.remove(judge);
            }
            case CONFIG_REFUSED -> {
                var why = what.getConfigRefused().getWhy();
                var refusal = new Refusal(
                        what.getConfigRefused().getVersion(), why.substring(0, Math.min(MOST_WORDS, why.length())));
                refused.put(judge, refusal);
                LOG.warning("a judge cannot read version " + refusal.version()
                        + " of the configuration, and goes on as before: " + refusal.why());
            }
            case BANS_TAKEN, WHAT_NOT_SET -> {}
        }
    }

    @Override
    public void left(Object judge) {
        taken.remove(judge);
        refused.remove(judge);
    }

    @Override
    public Count taken(long version) {
        return new Count(streams.count(), (int)
                taken.values().stream().filter(each -> each == version).count());
    }

    @Override
    public Map<String, String> refused(long version) {
        var words = new TreeMap<String, String>();
        refused.values().stream()
                .filter(each -> each.version() == version)
                .forEach(each -> words.put("judge " + (words.size() + 1), each.why()));
        return words;
    }
}
