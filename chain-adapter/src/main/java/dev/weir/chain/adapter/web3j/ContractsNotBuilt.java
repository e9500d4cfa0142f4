package dev.weir.chain.adapter.web3j;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** forge's output is not where it is expected, or is not forge's output. */
public final class ContractsNotBuilt extends RuntimeException {
    ContractsNotBuilt(Path artifact, @Nullable Throwable cause) {
        super("no compiled contract in " + artifact + ": run contracts/solidity/build", cause);
    }
}
