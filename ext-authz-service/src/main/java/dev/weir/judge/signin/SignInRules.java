package dev.weir.judge.signin;

import dev.weir.config.WeirConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

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
        domains = domains.stream().map(SignInRules::spelled).toList();
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("sign-in needs at least one domain");
        }
    }

    /** Whether sign-in happens there. */
    boolean accepts(String domain) {
        return domains.contains(spelled(domain));
    }

    /** Names of hosts have no case (RFC 3986, 3.2.2): one spelling of all. */
    static String spelled(String domain) {
        return domain.toLowerCase(Locale.ROOT);
    }

    /** Where the file names no domain, the gateway's own on this machine. */
    public static SignInRules of(WeirConfig.Auth auth, long chainId, int gatewayPort) {
        var domains = auth.domains().isEmpty()
                ? List.of("127.0.0.1:" + gatewayPort, "localhost:" + gatewayPort)
                : auth.domains();
        return new SignInRules(domains, chainId, auth.nonceLife(), auth.sessionLife());
    }
}
