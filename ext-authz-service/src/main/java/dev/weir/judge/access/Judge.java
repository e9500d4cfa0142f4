package dev.weir.judge.access;

import dev.weir.chain.port.StakeReader;
import dev.weir.config.WeirConfig;
import dev.weir.config.WeirConfig.Api;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.signin.Sessions;
import dev.weir.model.ApiName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides one request by a list of checks, each of which lets it go on or ends it. Any thread; blocks where its checks do.
 *
 * <p>Fails closed: what cannot be read is refused. The checks name their exceptions.
 */
public final class Judge {
    /** The name under which sign-in itself is judged: by behaviour alone. No configured API has it. */
    public static final ApiName SIGN_IN = Api.SIGN_IN;

    private final Map<ApiName, Api> apis;
    private final List<Check> checks;

    public Judge(WeirConfig config, Sessions sessions, StakeReader stakes, CallerBehaviour behaviour) {
        this.apis = config.apis().stream().collect(Collectors.toUnmodifiableMap(Api::name, Function.identity()));
        this.checks = List.of(
                new IdentityCheck(sessions),
                new BehaviourCheck(behaviour, Thresholds.strictest(config)),
                new OfferCheck(),
                new SessionCheck(),
                // Before the stake: the chain is not asked for nonsense.
                new BodyCheck(),
                StakeCheck.of(config, stakes));
    }

    public Judgement judge(RequestFacts request) {
        var at = Case.of(request, request.api().map(apis::get));
        for (var check : checks) {
            switch (check.look(at)) {
                case Verdict.Go(Case on) -> at = on;
                case Verdict.Stop stop -> {
                    return new Judgement(stop.decision(), at.caller(), Work.of(request));
                }
            }
        }
        return new Judgement(at.allow(), at.caller(), Work.of(request));
    }
}
