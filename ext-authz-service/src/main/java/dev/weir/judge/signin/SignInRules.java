package dev.weir.judge.signin;

import dev.weir.config.WeirConfig;
import java.time.Duration;
import java.util.List;

/**
 * What sign-in insists on.
 *
 * @param domains the hosts (with port) that messages may name, at least one
 * @param chainId of the accounts
 */
public record SignInRules(List<String> domains, long chainId, Duration nonceLife, Duration sessionLife) {
    /** How far a message's time may be ahead of ours. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    public SignInRules {
        domains = List.copyOf(domains);
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("sign-in needs at least one domain");
        }
    }

    /** Where the file names no domain, the gateway's own on this machine. */
    public static SignInRules of(WeirConfig.Auth auth, long chainId, int gatewayPort) {
        var domains = auth.domains().isEmpty()
                ? List.of("127.0.0.1:" + gatewayPort, "localhost:" + gatewayPort)
                : auth.domains();
        return new SignInRules(domains, chainId, auth.nonceLife(), auth.sessionLife());
    }
}
