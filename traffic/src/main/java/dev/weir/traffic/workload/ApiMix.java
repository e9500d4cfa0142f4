package dev.weir.traffic.workload;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What honest callers ask: popular symbols more often than others, reads of the chain's head. */
public enum ApiMix implements RequestMaker {
    QUOTES {
        @Override
        public Request make(RandomGenerator random) {
            return Request.get("/quotes/" + symbol(random));
        }
    },
    FAST {
        @Override
        public Request make(RandomGenerator random) {
            return Request.get("/fast/quotes/" + symbol(random));
        }
    },
    RPC {
        @Override
        public Request make(RandomGenerator random) {
            return Request.post("/rpc", READS.get(POPULAR_READS.draw(random)));
        }
    },
    /** Of ten calls, four ask quotes, four fast quotes and two the chain. */
    MIX {
        @Override
        public Request make(RandomGenerator random) {
            int tenth = random.nextInt(10);
            return (tenth < 4 ? QUOTES : tenth < 8 ? FAST : RPC).make(random);
        }
    };

    /** The symbols that every node quotes; the most popular first. */
    static final List<String> SYMBOLS = List.of(
            "BTC", "ETH", "SOL", "ADA", "DOT", "AVAX", "LINK", "ATOM", "NEAR", "ALGO", "XTZ", "FIL", "ICP", "APT",
            "SUI", "OP", "ARB", "UNI", "AAVE", "MKR", "SNX", "CRV", "COMP", "LDO", "GRT", "GOLD", "SLVR", "PLAT",
            "PALL", "COPR", "ALUM", "NICK", "ZINC", "LEAD", "TIN", "BRNT", "GAS", "COAL", "URAN", "CORN", "WHET",
            "SOYB", "OATS", "RICE", "COFE", "COCO", "SUGR", "COTN", "WOOL", "LMBR");

    private static final Zipf POPULAR = new Zipf(SYMBOLS.size(), 1);
    private static final String BLOCK_NUMBER = rpc("eth_blockNumber", "[]");
    private static final String GAS_PRICE = rpc("eth_gasPrice", "[]");
    private static final List<String> READS = List.of(
            BLOCK_NUMBER,
            rpc("eth_getBlockByNumber", "[\"latest\",false]"),
            rpc("eth_getBalance", "[\"0x0000000000000000000000000000000000000000\",\"latest\"]"),
            GAS_PRICE,
            "[" + BLOCK_NUMBER + "," + GAS_PRICE + "]",
            rpc("eth_chainId", "[]"));
    private static final Zipf POPULAR_READS = new Zipf(READS.size(), 1);

    /** The request for a key of somebody else's making: the same key asks the same. */
    Request forKey(String key) {
        return make(new SplittableRandom(key.hashCode()));
    }

    private static String symbol(RandomGenerator random) {
        return SYMBOLS.get(POPULAR.draw(random));
    }

    private static String rpc(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
    }
}
