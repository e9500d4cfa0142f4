package dev.weir.chain;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * Where Weir's contracts stand. Written by whoever deployed them, read by every service that asks the chain:
 * {@code {"version": 1, "chainId": 31337, "token": "0x…", "stakeVault": "0x…", "nodeRegistry": "0x…"}}.
 */
public record ContractAddresses(
        long chainId, WalletAddress token, WalletAddress stakeVault, WalletAddress nodeRegistry) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    /** Of a gateway without a chain: nobody has a stake, no node is registered, and who signs in does so as on Ethereum's main chain. */
    public static final ContractAddresses NONE = new ContractAddresses(1, nobody(), nobody(), nobody());

    private static WalletAddress nobody() {
        return new WalletAddress("0x" + "0".repeat(40));
    }

    public ContractAddresses {
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(stakeVault, "stakeVault is null");
        Objects.requireNonNull(nodeRegistry, "nodeRegistry is null");
        if (chainId <= 0) {
            throw new IllegalArgumentException("chain id " + chainId + " is not positive");
        }
    }

    /**
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it is not such a file; the message names the file and what is wrong
     */
    public static ContractAddresses read(Path file) {
        try {
            var json = JSON.readTree(Files.readString(file));
            int version = json.path("version").asInt();
            if (version != VERSION) {
                throw new IllegalArgumentException("version is " + version + ", expected " + VERSION);
            }
            return new ContractAddresses(
                    json.path("chainId").asLong(),
                    address(json, "token"),
                    address(json, "stakeVault"),
                    address(json, "nodeRegistry"));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not a file of contract addresses: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the contract addresses in " + file, e);
        }
    }

    private static WalletAddress address(JsonNode json, String name) {
        return new WalletAddress(json.path(name).asText());
    }

    /** Writes the file whole or not at all, so that a service never reads half of it. */
    public void write(Path file) {
        var json = JSON.createObjectNode()
                .put("version", VERSION)
                .put("chainId", chainId)
                .put("token", token.value())
                .put("stakeVault", stakeVault.value())
                .put("nodeRegistry", nodeRegistry.value());
        var draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(draft, json.toPrettyString() + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the contract addresses to " + file, e);
        }
    }
}
