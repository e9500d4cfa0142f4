package dev.weir.cli;

import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Signer;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.util.function.Supplier;

/** What a person typed, checked before anything is asked of a gateway. A value that makes no sense ends the command with 2. */
final class Asked {
    private Asked() {}

    static Signer account(int index) {
        return check("--account", () -> Devnet.signer(index));
    }

    static TokenAmount amount(String text) {
        return check("AMOUNT", () -> TokenAmount.ofTokens(text));
    }

    static NodeId node(String text) {
        return check("NODE", () -> new NodeId(text));
    }

    static ApiName api(String text) {
        return check("--api", () -> new ApiName(text));
    }

    static int port(String option, int port) {
        if (port < 1 || port > 65_535) {
            throw new CommandFailed(option + ": port " + port + " is not in 1..65535", 2);
        }
        return port;
    }

    /** @return the part of a whole, in [0, 1] */
    static double share(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new CommandFailed("--share: " + percent + " is not a percentage in 0..100", 2);
        }
        return percent / 100;
    }

    /** Makes a value; its complaint becomes the command's. */
    static <T> T check(String what, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(what + ": " + e.getMessage(), 2);
        }
    }
}
