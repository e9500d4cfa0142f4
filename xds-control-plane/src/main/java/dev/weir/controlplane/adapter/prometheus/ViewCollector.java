package dev.weir.controlplane.adapter.prometheus;

import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.Stage;
import dev.weir.controlplane.view.GatewayView;
import dev.weir.controlplane.view.GatewayView.ArtifactView;
import dev.weir.controlplane.view.GatewayView.RolloutView;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The dashboard's view as metrics, made at each scrape: what left the view leaves the metrics, and nothing is kept beside it. No digest is a label, for
 * each model has another; no address and no price. A gateway's label is the id that it gives itself, of 1,000 at most. Any thread.
 */
public final class ViewCollector extends Collector {
    private final Supplier<GatewayView> views;

    public ViewCollector(Supplier<GatewayView> views) {
        this.views = views;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        var view = views.get();
        var families = new ArrayList<>(ApiFamilies.of(view));
        families.addAll(HeadFamilies.of(view));
        families.add(ApiFamilies.heartbeats(view));
        families.addAll(gateways(view));
        families.addAll(rollout(view));
        families.add(Family.gauge("frozen", "1 while an operator holds all weights")
                .sample(view.freeze().isPresent()));
        families.add(Family.gauge("nodes_silent", "nodes of the registry that sent no heartbeat of late")
                .sample(view.silentNodes()));
        families.add(Family.gauge("registry_unread", "1 where the registry could not be read the last time")
                .sample(view.registryTrouble().isPresent()));
        families.add(Family.gauge("audit_damaged", "1 where the audit log is not as it was written")
                .sample(view.auditTrouble().isPresent()));
        return families.stream().map(Family::samples).toList();
    }

    private static List<Family> gateways(GatewayView view) {
        var connected = Family.gauge("gateway_connected", "1 while the gateway has a stream here", "gateway");
        var refuses = Family.gauge("gateway_refuses", "1 while the gateway refuses what it was told last", "gateway");
        view.gateways().forEach((id, sync) -> {
            connected.sample(sync.connected(), id);
            refuses.sample(!sync.lastRefusal().isEmpty(), id);
        });
        return List.of(connected, refuses);
    }

    private static List<Family> rollout(GatewayView view) {
        var inForce = Family.gauge("artifact_in_force", "1 where one of the kind is in force", "kind");
        var stage = Family.gauge("rollout_stage", "1 for the stage of a candidate of the kind", "kind", "stage");
        for (var kind : Kind.values()) {
            var word = kind.name().toLowerCase(Locale.ROOT);
            inForce.sample(artifact(view, kind).digest().isPresent(), word);
            var at = view.rollout()
                    .filter(trial -> trial.kind().equals(kind.words()))
                    .map(RolloutView::stage);
            Arrays.stream(Stage.values())
                    .forEach(each -> stage.sample(
                            at.filter(each.words()::equals).isPresent(),
                            word,
                            each.name().toLowerCase(Locale.ROOT)));
        }
        return List.of(inForce, stage);
    }

    private static ArtifactView artifact(GatewayView view, Kind kind) {
        return switch (kind) {
            case MODEL -> view.model();
            case NETWORK -> view.network();
        };
    }
}
