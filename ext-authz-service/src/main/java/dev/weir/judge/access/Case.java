package dev.weir.judge.access;

import dev.weir.config.WeirConfig.Api;
import dev.weir.judge.signin.SessionState;
import dev.weir.model.AnomalyScore;
import dev.weir.model.Caller;
import dev.weir.model.Decision;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import dev.weir.model.Tier;
import java.util.Optional;

/**
 * What is known of a request at one point of the judgement. Each check looks at one, and hands on another that knows more.
 *
 * @param api empty where no API has the path, and for sign-in
 * @param caller under whom the request counts: the address until the session has named a wallet
 * @param session of the token; unknown where there is none
 * @param tier at which it would be let in now
 */
record Case(
        RequestFacts request, Optional<Api> api, Caller caller, SessionState session, AnomalyScore score, Tier tier) {
    static Case of(RequestFacts request, Optional<Api> api) {
        return new Case(
                request,
                api,
                new Caller.Address(request.sourceIp()),
                new SessionState.Unknown(),
                AnomalyScore.NONE,
                Tier.OPEN);
    }

    Case with(SessionState state, Caller who) {
        return new Case(request, api, who, state, score, tier);
    }

    Case with(AnomalyScore other) {
        return new Case(request, api, caller, session, other, tier);
    }

    Case at(Tier other) {
        return new Case(request, api, caller, session, score, other);
    }

    Decision allow() {
        return new Decision.Allow(tier, score);
    }

    Verdict deny(DenyReason reason, String detail) {
        return new Verdict.Stop(new Decision.Deny(reason, detail, score));
    }

    Verdict deny(DenyReason reason, String detail, Remedy remedy) {
        return new Verdict.Stop(new Decision.Deny(reason, detail, remedy, score));
    }
}
