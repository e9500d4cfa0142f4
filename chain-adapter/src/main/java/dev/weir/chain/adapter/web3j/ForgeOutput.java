package dev.weir.chain.adapter.web3j;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** What forge compiled: {@code out/<contract>.sol/<contract>.json}. */
record ForgeOutput(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The code that creates the contract, as 0x and hex. @throws ContractsNotBuilt if it is not there */
    String creationCode(String contract) {
        var artifact = folder.resolve(contract + ".sol").resolve(contract + ".json");
        try {
            var code = JSON.readTree(artifact.toFile())
                    .path("bytecode")
                    .path("object")
                    .asText();
            if (code.length() > "0x".length()) {
                return code;
            }
        } catch (IOException e) {
            throw new ContractsNotBuilt(artifact, e);
        }
        throw new ContractsNotBuilt(artifact, null);
    }
}
