package dev.weir.cli.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.chain.signature.Eip191;
import dev.weir.chain.signature.Signer;
import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import dev.weir.model.AccountId;

/** Signs in as a wallet would: a challenge, its signature, a session. */
public final class DevnetSignIn {
    private final Instance instance;
    private final Api api = new Api();

    public DevnetSignIn(Instance instance) {
        this.instance = instance;
    }

    /** The session token; not to be logged. */
    public String token(Signer signer) {
        return session(signer).get("token").asText();
    }

    /** The session as the gateway answers it: {@code token}, not to be logged, and {@code expiresAt}. */
    public JsonNode session(Signer signer) {
        var account = new AccountId(instance.chainId(), signer.wallet());
        var message = api.get(instance.gateway("/auth/challenge?account=" + account))
                .get("message")
                .asText();
        var body = Api.object().put("message", message).put("signature", signer.sign(Eip191.digest(message)));
        return api.send("POST", instance.gateway("/auth/session"), body);
    }
}
