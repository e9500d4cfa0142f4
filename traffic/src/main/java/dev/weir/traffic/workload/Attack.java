package dev.weir.traffic.workload;

import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What attackers ask, each kind with its usual number of callers and rate. */
public enum Attack implements RequestMaker {
    SCAN(Party.SCAN, 3, 50) {
        @Override
        public Request make(RandomGenerator random) {
            if (random.nextInt(4) == 0) {
                return Request.post(
                        "/rpc",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + pick(METHODS, random) + hex(random, 2)
                                + "\",\"params\":[]}");
            }
            return Request.get("/" + pick(PLACES, random) + "/" + hex(random, 4) + pick(ENDINGS, random));
        }
    },
    FLOOD(Party.FLOOD, 2, 500) {
        @Override
        public Request make(RandomGenerator random) {
            return ApiMix.QUOTES.make(random);
        }
    },
    STUFFING(Party.STUFFING, 4, 20) {
        @Override
        public Request make(RandomGenerator random) {
            return random.nextInt(3) == 0
                    ? Request.get("/auth/challenge?account=eip155:31337:0x" + hex(random, 20))
                    : Request.post(
                            "/auth/session",
                            "{\"message\":\"" + hex(random, 60) + "\",\"signature\":\"0x" + hex(random, 65) + "\"}");
        }
    };

    private static final List<String> PLACES = List.of(
            "quotes", "fast/quotes", "admin", "api/v1", "backup", "config", ".git", "internal", "debug", "users");
    private static final List<String> ENDINGS = List.of("", ".json", ".bak", ".env", ".php", "/..;/", ".sql");
    private static final List<String> METHODS = List.of("anvil_set", "evm_", "personal_", "admin_", "debug_", "eth_");

    private final Party party;
    private final int callers;
    private final double rate;

    Attack(Party party, int callers, double rate) {
        this.party = party;
        this.callers = callers;
        this.rate = rate;
    }

    public Party party() {
        return party;
    }

    public List<PlannedCaller> callers() {
        return IntStream.range(0, callers)
                .mapToObj(index -> PlannedCaller.of(party, index))
                .toList();
    }

    /** Calls a second of all its callers together, unless the user says otherwise. */
    public double usualRate() {
        return rate;
    }

    private static String pick(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }

    private static String hex(RandomGenerator random, int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
