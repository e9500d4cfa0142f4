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
import java.util.Optional;
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

    private final Sessions sessions;
    private final StakeReader stakes;
    private final CallerBehaviour behaviour;
    private final Banned banned;
    private final RandomGenerator random;
    private volatile Rules rules;

    /** What one configuration asks for: a request is judged by one alone. */
    private record Rules(Map<ApiName, Api> apis, Map<ApiName, MethodPools> pools, List<Check> checks) {
        Work work(Case at) {
            return Work.of(at.request(), at.api(), at.api().map(api -> pools.get(api.name())));
        }
    }

    /** @param random for when those who are refused come again; safe for many threads */
    public Judge(
            WeirConfig config,
            Sessions sessions,
            StakeReader stakes,
            CallerBehaviour behaviour,
            Banned banned,
            RandomGenerator random) {
        this.sessions = sessions;
        this.stakes = stakes;
        this.behaviour = behaviour;
        this.banned = banned;
        this.random = random;
        this.rules = rules(config);
    }

    /** From now on judges by another configuration; requests that are being judged end by the one that they began with. */
    public void follow(WeirConfig config) {
        rules = rules(config);
    }

    private Rules rules(WeirConfig config) {
        var pools = config.methodPools();
        return new Rules(
                config.apis().stream().collect(Collectors.toUnmodifiableMap(Api::name, Function.identity())),
                pools,
                List.of(
                        new IdentityCheck(sessions),
                        new BanCheck(banned),
                        new BehaviourCheck(behaviour, Thresholds.strictest(config)),
                        new OfferCheck(),
                        new SessionCheck(),
                        // Before the stake: the chain is not asked for nonsense.
                        new LengthCheck(),
                        new BodyCheck(pools),
                        StakeCheck.of(config, stakes)));
    }

    public Judgement judge(RequestFacts request) {
        var by = rules;
        var at = Case.of(request, request.api().map(by.apis()::get));
        for (var check : by.checks()) {
            switch (check.look(at)) {
                case Verdict.Go(Case on) -> at = on;
                case Verdict.Stop stop -> {
                    return new Judgement(spread(stop.decision()), at.caller(), by.work(at), at.api());
                }
            }
        }
        return new Judgement(at.allow(), at.caller(), by.work(at), at.api());
    }

    /** What is said where nothing could be judged. */
    public Judgement unable(Caller caller) {
        var deny = new Decision.Deny(
                DenyReason.STATE_UNAVAILABLE,
                "The gateway cannot judge this now. Try again in some seconds.",
                AnomalyScore.NONE);
        return new Judgement(spread(deny), caller, Work.NONE, Optional.empty());
    }

    private Decision spread(Decision decision) {
        return decision instanceof Decision.Deny deny && deny.remedy() instanceof Remedy.Wait wait
                ? new Decision.Deny(deny.reason(), deny.detail(), wait.spread(random), deny.anomaly())
                : decision;
    }
}
