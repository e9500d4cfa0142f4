package dev.weir.chain;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.model.CircuitBreaker;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stakes of a chain that may be slow, for requests that may not. Any thread.
 *
 * <ul>
 *   <li>Each is remembered for a second: a wallet that calls a hundred times a second costs one question, and a new stake counts within two blocks of
 *       a second each.
 *   <li>Who needs a stake waits {@link #PATIENCE} at most, far less than Envoy waits for the judge. Who would merely like to know one ({@link #known}) never waits:
 *       what was read in the last {@link #KNOWN} counts, and the question goes on behind the answer.
 *   <li>A chain that let somebody wait in vain is left alone for {@link #PAUSE}; then one question tries it, until one is answered. Meanwhile nobody waits. One
 *       that is gone, or answers with an error, says so at once: that costs nobody time, and is of that question alone.
 *   <li>At most {@value #AT_ONCE} questions are under way.
 * </ul>
 */
public final class RememberedStakes implements StakeReader {
    /** No longer than the devnet's blocks. */
    static final Duration FRESH = Duration.ofSeconds(1);

    static final Duration PATIENCE = Duration.ofMillis(500);
    static final Duration PAUSE = Duration.ofSeconds(1);
    static final Duration KNOWN = Duration.ofMinutes(5);
    static final int AT_ONCE = 256;

    /** A few MB when full. */
    static final int MAX_WALLETS = 10_000;

    private final StakeReader chain;
    private final Executor threads;
    private final AsyncCache<WalletAddress, TokenAmount> fresh;
    private final Cache<WalletAddress, TokenAmount> known;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final CircuitBreaker breaker;

    /** @param chain may block for as long as it likes @param threads one a question, such as virtual ones */
    public RememberedStakes(StakeReader chain, Executor threads, Ticker ticker) {
        this.chain = chain;
        this.threads = threads;
        this.breaker = new CircuitBreaker(PAUSE, ticker::read);
        this.fresh = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .maximumSize(MAX_WALLETS)
                .ticker(ticker)
                .executor(Runnable::run)
                .buildAsync();
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(KNOWN)
                .maximumSize(MAX_WALLETS)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public TokenAmount stakeOf(WalletAddress wallet) {
        try {
            return asked(wallet).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            breaker.failed();
            throw new StakeUnavailable("the stake of " + wallet + " is unknown: no answer within " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StakeUnavailable why ? why : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StakeUnavailable("the stake of " + wallet + " is unknown: interrupted", e);
        }
    }

    @Override
    public Optional<TokenAmount> known(WalletAddress wallet) {
        var asked = asked(wallet);
        return asked.state() == CompletableFuture.State.SUCCESS
                ? Optional.of(asked.resultNow())
                : Optional.ofNullable(known.getIfPresent(wallet));
    }

    private CompletableFuture<TokenAmount> asked(WalletAddress wallet) {
        var there = fresh.getIfPresent(wallet);
        if (there != null) {
            return there;
        }
        return breaker.allows()
                ? fresh.get(wallet, (key, executor) -> ask(key))
                : CompletableFuture.failedFuture(new StakeUnavailable(
                        "the stake of " + wallet + " is unknown: the chain did not answer of late", null));
    }

    private CompletableFuture<TokenAmount> ask(WalletAddress wallet) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(new StakeUnavailable(
                    "the stake of " + wallet + " is unknown: " + AT_ONCE + " questions are under way", null));
        }
        try {
            return CompletableFuture.supplyAsync(() -> read(wallet), threads);
        } catch (RejectedExecutionException e) {
            room.release();
            return CompletableFuture.failedFuture(new StakeUnavailable("this process is ending", e));
        }
    }

    private TokenAmount read(WalletAddress wallet) {
        try {
            var stake = chain.stakeOf(wallet);
            known.put(wallet, stake);
            breaker.succeeded();
            return stake;
        } finally {
            room.release();
        }
    }
}
