package dev.weir.controlplane.operator;

import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.operator.port.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose a token is, and the making and taking back of tokens: written to the audit log, stored, then in force. Any thread. */
public final class TokenBook {
    static final int MOST = 200;
    private static final int BYTES = 32;
    private static final Set<String> TAKEN = Set.of(AuditEntry.OPERATOR, AuditEntry.WEIR, "file");

    private final TokenStore store;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile List<PersonToken> tokens;

    public TokenBook(TokenStore store, AuditLog audit, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
        this.tokens = List.copyOf(store.load());
    }

    public List<PersonToken> tokens() {
        return tokens;
    }

    /** Whose it is; empty where it is nobody's. */
    public Optional<String> owner(String token) {
        var digest = digest(token).getBytes(StandardCharsets.US_ASCII);
        Optional<String> found = Optional.empty();
        for (var each : tokens) {
            if (MessageDigest.isEqual(digest, each.sha256().getBytes(StandardCharsets.US_ASCII))) {
                found = Optional.of(each.name());
            }
        }
        return found;
    }

    /** @return the token, which is not told again */
    public synchronized String make(String by, String name, String reason) {
        var secret = new byte[BYTES];
        random.nextBytes(secret);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        var made = new PersonToken(name, digest(token), clock.instant());
        if (TAKEN.contains(name) || tokens.stream().anyMatch(each -> each.name().equals(name))) {
            throw new IllegalArgumentException(
                    "name: '" + name + "' is taken; revoke that token first, or use another name");
        }
        if (tokens.size() >= MOST) {
            throw new IllegalArgumentException("there are " + MOST + " tokens already; revoke one first");
        }
        var more = new ArrayList<>(tokens);
        more.add(made);
        keep(more, by, "token", name, reason);
        return token;
    }

    public synchronized void revoke(String by, String name, String reason) {
        var rest = tokens.stream().filter(each -> !each.name().equals(name)).toList();
        if (rest.size() == tokens.size()) {
            throw new IllegalArgumentException("name: nobody called '" + name + "' has a token");
        }
        keep(rest, by, "revoke-token", name, reason);
    }

    private void keep(List<PersonToken> changed, String by, String verb, String name, String reason) {
        audit.append(AuditEntry.ordered(clock.instant(), by, verb, name, Reason.checked(reason)));
        store.save(changed);
        tokens = List.copyOf(changed);
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
