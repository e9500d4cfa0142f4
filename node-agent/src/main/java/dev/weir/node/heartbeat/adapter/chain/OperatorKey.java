package dev.weir.node.heartbeat.adapter.chain;

import dev.weir.chain.signature.Eip712;
import dev.weir.chain.signature.Eip712Domain;
import dev.weir.chain.signature.Signer;
import dev.weir.model.Heartbeat;
import dev.weir.model.WalletAddress;
import dev.weir.node.heartbeat.port.HeartbeatSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operator's key from a file. It stays inside the signer: no log, no message, no {@code toString} shows it. */
public final class OperatorKey implements HeartbeatSigner {
    private static final int LONGEST_FILE = 256;

    private final Signer signer;
    private final Eip712Domain domain;

    private OperatorKey(Signer signer, Eip712Domain domain) {
        this.signer = signer;
        this.domain = domain;
    }

    /**
     * @param file 64 hex digits, with or without 0x
     * @param registry the node registry that the signatures are good for
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no key; the message does not repeat what it holds
     */
    public static OperatorKey read(Path file, long chainId, WalletAddress registry) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(LONGEST_FILE), StandardCharsets.US_ASCII).strip();
            return new OperatorKey(Signer.of(text), Eip712Domain.weir(chainId, registry));
        }
    }

    public WalletAddress operator() {
        return signer.wallet();
    }

    @Override
    public String sign(Heartbeat heartbeat) {
        return signer.sign(Eip712.digest(domain, heartbeat));
    }
}
