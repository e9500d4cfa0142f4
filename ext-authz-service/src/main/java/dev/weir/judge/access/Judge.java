package dev.weir.judge.access;

import dev.weir.chain.port.StakeReader;
import dev.weir.config.MethodPools;
import dev.weir.config.WeirConfig;
import dev.weir.config.WeirConfig.Api;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.signin.Sessions;
import dev.weir.model.AnomalyScore;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import dev.weir.model.Decision;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
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
    private final Map<ApiName, MethodPools> pools;
    private final List<Check> checks;
    private final RandomGenerator random;

    /** @param random for when those who are refused come again; safe for many threads */
    public Judge(
            WeirConfig config,
            Sessions sessions,
            StakeReader stakes,
            CallerBehaviour behaviour,
            RandomGenerator random) {
        this.random = random;
        this.apis = config.apis().stream().collect(Collectors.toUnmodifiableMap(Api::name, Function.identity()));
        this.pools = config.methodPools();
        this.checks = List.of(
                new IdentityCheck(sessions),
                new BehaviourCheck(behaviour, Thresholds.strictest(config)),
                new OfferCheck(),
                new SessionCheck(),
                // Before the stake: the chain is not asked for nonsense.
                new BodyCheck(pools),
                StakeCheck.of(config, stakes));
    }

    public Judgement judge(RequestFacts request) {
        var at = Case.of(request, request.api().map(apis::get));
        for (var check : checks) {
            switch (check.look(at)) {
                case Verdict.Go(Case on) -> at = on;
                case Verdict.Stop stop -> {
                    return new Judgement(spread(stop.decision()), at.caller(), work(request, at));
                }
            }
        }
        return new Judgement(at.allow(), at.caller(), work(request, at));
    }

    private Work work(RequestFacts request, Case at) {
        return Work.of(request, at.api(), at.api().map(api -> pools.get(api.name())));
    }

    /** What is said where nothing could be judged. */
    public Judgement unable(Caller caller) {
        var deny = new Decision.Deny(
                DenyReason.STATE_UNAVAILABLE,
                "The gateway cannot judge this now. Try again in some seconds.",
                AnomalyScore.NONE);
        return new Judgement(spread(deny), caller, Work.NONE);
    }

    private Decision spread(Decision decision) {
        return decision instanceof Decision.Deny deny && deny.remedy() instanceof Remedy.Wait wait
                ? new Decision.Deny(deny.reason(), deny.detail(), wait.spread(random), deny.anomaly())
                : decision;
    }
}
