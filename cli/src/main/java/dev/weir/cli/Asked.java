package dev.weir.cli;

import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Signer;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    /** @param text as {@code 10%}, or {@code 10} @return the part of a whole, in [0, 1] */
    static double share(String option, String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%?") || !(percent(text) <= 100)) {
            throw new CommandFailed(option + ": '" + text + "' is not a percentage in 0..100; write it as 10%", 2);
        }
        return percent(text) / 100;
    }

    private static double percent(String text) {
        return Double.parseDouble(text.replace("%", ""));
    }

    /** @param text as {@code 30s}, {@code 10m}, {@code 12h} or {@code 7d} */
    static Duration time(String text) {
        if (!text.matches("[1-9][0-9]{0,5}[smhd]")) {
            throw new CommandFailed("--for: '" + text + "' is not a time; write 30s, 10m, 12h or 7d", 2);
        }
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** One segment of a path, whatever was typed. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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
