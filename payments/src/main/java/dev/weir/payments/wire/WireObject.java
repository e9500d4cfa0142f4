package dev.weir.payments.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.chain.signature.AuthorizationNonce;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import dev.weir.payments.PaymentFault;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** A JSON object whose members are asked for by name and kind; what is missing or of another kind is a {@link WireFault}. */
public final class WireObject {
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern WORD = Pattern.compile("0x[0-9a-fA-F]{64}");
    /** As many digits as 2^256-1 has, without signs, points and leading zeros, so that a number has one form. */
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,77}");

    private final ObjectNode object;
    private final String path;

    WireObject(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** An empty text is one that is missing. */
    public String text(String name) throws WireFault {
        return optionalText(name)
                .orElseThrow(() -> new WireFault(PaymentFault.MEMBER_MISSING, path + name + " is missing"));
    }

    public Optional<String> optionalText(String name) throws WireFault {
        var member = member(name);
        if (member.isPresent() && !member.get().isTextual()) {
            throw malformed(name, "is no text");
        }
        return member.map(JsonNode::textValue).filter(text -> !text.isEmpty());
    }

    public WireObject object(String name) throws WireFault {
        return optionalObject(name)
                .orElseThrow(() -> new WireFault(PaymentFault.MEMBER_MISSING, path + name + " is missing"));
    }

    public Optional<WireObject> optionalObject(String name) throws WireFault {
        var member = member(name);
        return member.isEmpty() ? Optional.empty() : Optional.of(nested(member.get(), name));
    }

    public long integer(String name, long least, long most) throws WireFault {
        var member = required(name);
        if (!member.isIntegralNumber() || !member.canConvertToLong() || outside(member.longValue(), least, most)) {
            throw malformed(name, "is no integer in " + least + ".." + most);
        }
        return member.longValue();
    }

    /** Digits in a text, up to 2^256-1. */
    public BigInteger number(String name) throws WireFault {
        var text = text(name);
        if (DIGITS.matcher(text).matches()) {
            var number = new BigInteger(text);
            if (number.bitLength() <= 256) {
                return number;
            }
        }
        throw malformed(name, "is no integer in 0..2^256-1, as decimal digits");
    }

    public TokenAmount amount(String name) throws WireFault {
        return new TokenAmount(number(name));
    }

    public WalletAddress address(String name) throws WireFault {
        var text = text(name);
        if (!ADDRESS.matcher(text).matches()) {
            throw malformed(name, "is not 0x and 40 hex digits");
        }
        return new WalletAddress(text);
    }

    public AuthorizationNonce nonce(String name) throws WireFault {
        var text = text(name);
        if (!WORD.matcher(text).matches()) {
            throw new WireFault(PaymentFault.NONCE_MALFORMED, path + name + " is not 0x and 64 hex digits");
        }
        return new AuthorizationNonce(text);
    }

    ObjectNode node() {
        return object;
    }

    private WireFault malformed(String name, String how) {
        return new WireFault(PaymentFault.MEMBER_MALFORMED, path + name + " " + how);
    }

    private WireObject nested(JsonNode node, String name) throws WireFault {
        if (!(node instanceof ObjectNode nested)) {
            throw malformed(name, "is no object");
        }
        return new WireObject(nested, path + name + ".");
    }

    private JsonNode required(String name) throws WireFault {
        return member(name).orElseThrow(() -> new WireFault(PaymentFault.MEMBER_MISSING, path + name + " is missing"));
    }

    /** What is null is not there. */
    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(object.get(name)).filter(member -> !member.isNull());
    }

    private static boolean outside(long value, long least, long most) {
        return value < least || value > most;
    }
}
