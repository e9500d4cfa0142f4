package dev.weir.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContractAddressesTest {
    private static final ContractAddresses CONTRACTS = new ContractAddresses(
            31_337,
            new WalletAddress("0x5fbdb2315678afecb367f032d93f642f64180aa3"),
            new WalletAddress("0xe7f1725e7734ce288f8367e1bb143e90bb3f0512"),
            new WalletAddress("0x9fe46736679d2d9a65f0992f2272de9f3c7fa6e0"));
    private static final String VERSION_1 = """
            {
              "version" : 1,
              "chainId" : 31337,
              "token" : "0x5fbdb2315678afecb367f032d93f642f64180aa3",
              "stakeVault" : "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512",
              "nodeRegistry" : "0x9fe46736679d2d9a65f0992f2272de9f3c7fa6e0"
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void addresses_written_haveTheFormOfVersion1() throws IOException {
        var file = folder.resolve("new/contracts.json");

        CONTRACTS.write(file);

        assertThat(Files.readString(file)).isEqualTo(VERSION_1);
        assertThat(file.getParent()).isDirectoryContaining(only -> only.equals(file));
    }

    @Test
    void file_ofVersion1_isRead() throws IOException {
        var file = Files.writeString(folder.resolve("contracts.json"), VERSION_1);

        assertThat(ContractAddresses.read(file)).isEqualTo(CONTRACTS);
    }

    @Test
    void file_thatIsNotThere_isNamed() {
        assertThatThrownBy(() -> ContractAddresses.read(folder.resolve("absent.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent.json");
    }

    @Test
    void file_ofAnotherVersion_isRefused() throws IOException {
        var file = Files.writeString(folder.resolve("contracts.json"), "{\"version\": 2}");

        assertThatThrownBy(() -> ContractAddresses.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version is 2, expected 1");
    }

    @Test
    void file_withoutAnAddress_isRefused() throws IOException {
        var file = Files.writeString(folder.resolve("contracts.json"), "{\"version\": 1, \"chainId\": 1}");

        assertThatThrownBy(() -> ContractAddresses.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contracts.json");
    }

    @Test
    void file_cutShort_isRefused() throws IOException {
        var file = Files.writeString(folder.resolve("contracts.json"), VERSION_1.substring(0, 60));

        assertThatThrownBy(() -> ContractAddresses.read(file)).isInstanceOf(IllegalArgumentException.class);
    }
}
