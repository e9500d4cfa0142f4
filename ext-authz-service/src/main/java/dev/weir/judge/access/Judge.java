package dev.weir.judge.access;

import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.config.WeirConfig;
import dev.weir.config.WeirConfig.Api;
import dev.weir.config.WeirConfig.Protocol;
import dev.weir.jsonrpc.InvalidItem;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.JsonRpcBody;
import dev.weir.jsonrpc.JsonRpcRequest;
import dev.weir.jsonrpc.MethodPolicy;
import dev.weir.jsonrpc.UnreadableBody;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.signin.SessionState;
import dev.weir.judge.signin.Sessions;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.AnomalyScore;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import dev.weir.model.Decision;
import dev.weir.model.Decision.Allow;
import dev.weir.model.Decision.Deny;
import dev.weir.model.DenyReason;
import dev.weir.model.Tier;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides one request: known API, behaviour, session, body, stake, in this order. Any thread; blocks on session store and chain.
 *
 * <p>Fails closed: what cannot be read is refused. The one exception is the tier of an API that asks for no stake: an unreadable
 * chain means the lower tier there.
 */
public final class Judge {
    /** The name under which sign-in itself is judged: by behaviour alone. No configured API has it. */
    public static final ApiName SIGN_IN = Api.SIGN_IN;

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD");

    private final Map<ApiName, Api> apis;
    private final Optional<TokenAmount> smallestStake;
    private final Thresholds strictest;
    private final Sessions sessions;
    private final StakeReader stakes;
    private final CallerBehaviour behaviour;
    private final MethodPolicy methods = MethodPolicy.ETHEREUM;

    public Judge(WeirConfig config, Sessions sessions, StakeReader stakes, CallerBehaviour behaviour) {
        this.apis = config.apis().stream().collect(Collectors.toUnmodifiableMap(Api::name, Function.identity()));
        this.smallestStake = config.apis().stream()
                .flatMap(api -> api.access().stake().stream())
                .min(Comparator.comparing(TokenAmount::baseUnits));
        this.strictest = Thresholds.strictest(config);
        this.sessions = sessions;
        this.stakes = stakes;
        this.behaviour = behaviour;
    }

    public Judgement judge(RequestFacts request) {
        SessionState session;
        try {
            session = request.token().map(sessions::find).orElseGet(SessionState.Unknown::new);
        } catch (StoreUnavailable e) {
            var caller = new Caller.Address(request.sourceIp());
            return new Judgement(
                    deny(
                            DenyReason.STATE_UNAVAILABLE,
                            "The session cannot be checked now. Try again in a second.",
                            AnomalyScore.NONE),
                    caller,
                    false);
        }
        Caller caller = session instanceof SessionState.Active active
                ? new Caller.Wallet(active.account())
                : new Caller.Address(request.sourceIp());
        var score = behaviour.score(caller, request);
        var decision = decide(request, session, caller, score);
        return new Judgement(decision, caller, idempotent(request));
    }

    private Decision decide(RequestFacts request, SessionState session, Caller caller, AnomalyScore score) {
        var api = request.api().map(apis::get);
        var thresholds = api.map(Thresholds::of).orElse(strictest);
        if (thresholds.denies(score)) {
            return deny(
                    DenyReason.ANOMALOUS,
                    "Your requests are unlike those of other callers (" + reasons(score)
                            + "). Slow down; the score falls within a minute.",
                    score);
        }
        boolean slowed = thresholds.slows(score);
        if (request.api().equals(Optional.of(SIGN_IN))) {
            return new Allow(caller, slowed ? Tier.SLOWED : Tier.OPEN, score);
        }
        if (api.isEmpty()) {
            return deny(
                    DenyReason.API_UNKNOWN,
                    "No API of this gateway has this path. The publisher's documentation names them.",
                    score);
        }
        return switch (session) {
            case SessionState.Expired expired ->
                deny(DenyReason.SESSION_EXPIRED, "Sign in again at /auth/ and send the new token.", score);
            case SessionState.Unknown unknown
            when request.token().isPresent() ->
                deny(
                        DenyReason.SESSION_UNKNOWN,
                        "This token opens nothing here. Sign in at /auth/ and send the token it gives.",
                        score);
            case SessionState.Unknown nobody ->
                deny(
                        DenyReason.CREDENTIALS_MISSING,
                        "Sign in with a wallet at /auth/ and send Authorization: Bearer with the token it gives.",
                        score);
            case SessionState.Active active -> {
                var refusal = body(api.get(), request, score);
                yield refusal.isPresent()
                        ? refusal.get()
                        : staked(api.get(), active.account().wallet(), caller, slowed, score);
            }
        };
    }

    private Optional<Decision> body(Api api, RequestFacts request, AnomalyScore score) {
        if (api.protocol() != Protocol.JSON_RPC) {
            return Optional.empty();
        }
        if (!request.method().equals("POST")) {
            return Optional.of(deny(DenyReason.METHOD_NOT_ALLOWED, "This API takes JSON-RPC 2.0 by POST.", score));
        }
        Optional<JsonRpcBody> body = request.body();
        if (body.isEmpty() || body.get() instanceof UnreadableBody) {
            var why = body.map(
                            unreadable -> ((UnreadableBody) unreadable).error().message())
                    .orElse("there is none");
            return Optional.of(deny(
                    DenyReason.REQUEST_MALFORMED,
                    "The body is not a JSON-RPC 2.0 request or batch: " + why + ".",
                    score));
        }
        var batch = (JsonRpcBatch) body.get();
        if (batch.items().stream().allMatch(InvalidItem.class::isInstance)) {
            return Optional.of(deny(
                    DenyReason.REQUEST_MALFORMED,
                    "The body is not a JSON-RPC 2.0 request or batch: "
                            + ((InvalidItem) batch.items().getFirst()).error().message() + ".",
                    score));
        }
        // A batch is judged item by item: the node answers those that are not offered with an error of their own.
        return methods.allowsSome(batch)
                ? Optional.empty()
                : Optional.of(deny(
                        DenyReason.METHOD_NOT_ALLOWED,
                        "Not offered: " + named(batch) + ". Reads and eth_sendRawTransaction are.",
                        score));
    }

    private Decision staked(Api api, WalletAddress wallet, Caller caller, boolean slowed, AnomalyScore score) {
        var needed = api.access().stake();
        var wanted = needed.or(() -> smallestStake);
        boolean staked = false;
        if (wanted.isPresent()) {
            try {
                var has = stakes.stakeOf(wallet);
                staked = has.isAtLeast(wanted.get());
                if (needed.isPresent() && !staked) {
                    return deny(
                            DenyReason.STAKE_REQUIRED,
                            "This API needs a stake of " + needed.get().toTokens() + " WEIR; " + wallet + " has staked "
                                    + has.toTokens() + " WEIR.",
                            score);
                }
            } catch (StakeUnavailable e) {
                if (needed.isPresent()) {
                    return deny(
                            DenyReason.STAKE_UNAVAILABLE,
                            "The chain does not tell stakes now. Try again in a second.",
                            score);
                }
            }
        }
        return new Allow(caller, slowed ? Tier.SLOWED : staked ? Tier.STAKED : Tier.OPEN, score);
    }

    private boolean idempotent(RequestFacts request) {
        return IDEMPOTENT.contains(request.method())
                || request.body()
                        .filter(body -> body instanceof JsonRpcBatch batch && methods.isIdempotent(batch))
                        .isPresent();
    }

    private static String named(JsonRpcBatch batch) {
        return batch.items().stream()
                .map(item -> item instanceof JsonRpcRequest request ? request.method() : "an invalid item")
                .limit(3)
                .map(method -> method.length() > 60 ? method.substring(0, 60) : method)
                .collect(Collectors.joining(", "));
    }

    private static String reasons(AnomalyScore score) {
        return score.reasons().stream()
                .map(AnomalyScore.Reason::feature)
                .limit(2)
                .collect(Collectors.joining(", "));
    }

    private static Deny deny(DenyReason reason, String detail, AnomalyScore score) {
        return new Deny(reason, detail, score);
    }
}
