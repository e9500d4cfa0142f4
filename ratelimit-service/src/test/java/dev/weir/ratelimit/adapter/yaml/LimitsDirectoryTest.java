package dev.weir.ratelimit.adapter.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ratelimit.Descriptor;
import dev.weir.ratelimit.DescriptorStatus;
import dev.weir.ratelimit.Limits;
import dev.weir.ratelimit.Rate;
import dev.weir.ratelimit.RateLimiter;
import dev.weir.ratelimit.RateUnit;
import dev.weir.ratelimit.SettableClock;
import dev.weir.ratelimit.adapter.memory.MemoryCounterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitsDirectoryTest {
    private static final Path SHIPPED = Path.of("../deploy/limits");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "quotes, open, 20", "quotes, staked, 100", "quotes, slowed, 2",
        "fast-quotes, open, 20", "fast-quotes, staked, 100", "fast-quotes, slowed, 2",
        "eth-rpc, open, 20", "eth-rpc, staked, 100", "eth-rpc, slowed, 2"
    })
    void shippedLimits_forEachApiAndTier_areThese(String api, String tier, long perSecond) throws InvalidLimits {
        var status = decide(
                new LimitsDirectory(SHIPPED).read(), "weir", "api", api, "tier", tier, "caller", "eip155:31337:0x1");

        assertThat(status).isInstanceOfSatisfying(DescriptorStatus.Counted.class, counted -> {
            assertThat(counted.rate()).isEqualTo(new Rate(perSecond, RateUnit.SECOND));
            assertThat(counted.rule().name()).isEqualTo(api + "-" + tier);
        });
    }

    @Test
    void read_ofTheWholeFormat_understandsAllOfIt() throws Exception {
        write("a.yaml", """
                domain: one
                descriptors:
                  - key: status
                    value: 404
                    rate_limit: {unit: Minute, requests_per_unit: 5}
                  - key: path
                    value: /api/*
                    shadow_mode: true
                    rate_limit:
                      name: api paths
                      unit: day
                      requests_per_unit: 4294967295
                  - key: ldap
                    rate_limit:
                      unlimited: true
                """);
        write("b.yml", "{domain: two, descriptors: [{key: a}]}");
        write("notes.txt", "not looked at");

        Limits limits = new LimitsDirectory(directory).read();

        assertThat(limits.domains()).containsOnlyKeys("one", "two");
        assertThat(decide(limits, "one", "status", "404"))
                .isInstanceOfSatisfying(DescriptorStatus.Counted.class, counted -> {
                    assertThat(counted.rule().name()).isEqualTo("status_404");
                    assertThat(counted.rate()).isEqualTo(new Rate(5, RateUnit.MINUTE));
                });
        assertThat(decide(limits, "one", "path", "/api/x"))
                .isInstanceOfSatisfying(DescriptorStatus.Counted.class, counted -> {
                    assertThat(counted.rule().name()).isEqualTo("api paths");
                    assertThat(counted.rule().shadow()).isTrue();
                });
        assertThat(decide(limits, "one", "ldap", "x")).isInstanceOf(DescriptorStatus.Unlimited.class);
    }

    @Test
    void read_ofAFileWithManyMistakes_namesEachWithItsLine() throws IOException {
        write("bad.yaml", """
                domain: weir
                descriptors:
                  - key: a
                    colour: red
                    rate_limit:
                      unit: fortnight
                      requests_per_unit: -1
                  - key: b
                    rate_limit: {unit: second}
                  - key: b
                  - value: v
                  - key: c
                    value:
                  - key: d
                    rate_limit: {unlimited: true, unit: day}
                  - key: e
                    shadow_mode: perhaps
                    descriptors: []
                  - just text
                """);

        assertThatThrownBy(() -> new LimitsDirectory(directory).read())
                .isInstanceOf(InvalidLimits.class)
                .hasMessage("""
                F:4: 'colour' is not known in a descriptor; expected one of key, value, rate_limit, descriptors, shadow_mode
                F:6: unit 'fortnight' is not known; expected second, minute, hour or day
                F:7: requests_per_unit '-1' is out of range; expected a whole number from 0 to 4294967295
                F:9: requests_per_unit is missing; expected it here
                F:10: a second descriptor for key 'b' without a value; expected each once in its list
                F:11: key is missing; expected it here
                F:13: value is empty or not a text; expected a text, or no value at all to match every value
                F:15: unit stands beside unlimited: true; expected one or the other
                F:17: shadow_mode is neither true nor false; expected one of them
                F:18: descriptors is empty or not a list; expected a list with at least one entry
                F:19: expected a descriptor with key, value, rate_limit, descriptors, shadow_mode
                F:19: key is missing; expected it here""".replace("F:", directory.resolve("bad.yaml") + ":"));
    }

    @Test
    void read_ofAnEmptyFile_isRefused() throws IOException {
        write("bad.yaml", "");

        assertRefused("bad.yaml:1: the file is empty; expected domain and descriptors");
    }

    @Test
    void read_ofADomainWithoutDescriptors_isRefused() throws IOException {
        write("bad.yaml", "# limits\ndomain: weir\n");

        assertRefused("bad.yaml:2: descriptors is missing; expected a list of descriptors");
    }

    @Test
    void read_ofSomethingThatIsNotYaml_isRefusedWithItsLine() throws IOException {
        write("bad.yaml", "domain: weir\ndescriptors: [\n");

        assertRefused("bad.yaml:3: not YAML: ");
    }

    @Test
    void read_ofAKeyThatStandsTwice_isRefused() throws IOException {
        write("bad.yaml", "domain: weir\ndomain: other\ndescriptors: [{key: a}]\n");

        assertRefused("bad.yaml:2: 'domain' stands here twice; expected it once");
    }

    @Test
    void read_ofADomainInTwoFiles_isRefused() throws IOException {
        write("a.yaml", "{domain: weir, descriptors: [{key: a}]}");
        write("b.yaml", "{domain: weir, descriptors: [{key: b}]}");

        assertRefused("b.yaml:1: domain 'weir' is in another file too; expected one file for each domain");
    }

    @Test
    void read_ofDescriptorsThatNestTooDeep_isRefused() throws IOException {
        write(
                "bad.yaml",
                "domain: weir\ndescriptors: " + "[{key: a, descriptors: ".repeat(200) + "[]" + "}]".repeat(200));

        assertRefused("bad.yaml:1: not YAML: ");
    }

    @Test
    void read_ofAFileThatIsNotUtf8_isRefused() throws IOException {
        Files.write(directory.resolve("bad.yaml"), new byte[] {'d', (byte) 0xff});

        assertRefused("bad.yaml:1: the file is not UTF-8");
    }

    @Test
    void read_ofADirectoryWithoutLimits_isRefused() {
        assertRefused("holds no .yaml file; expected at least one");
    }

    @Test
    void read_ofNoDirectory_isRefused() {
        assertThatThrownBy(() -> new LimitsDirectory(directory.resolve("none")).read())
                .isInstanceOf(InvalidLimits.class)
                .hasMessageContaining("none: cannot be listed; expected a directory of .yaml files");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> new LimitsDirectory(directory).read())
                .isInstanceOf(InvalidLimits.class)
                .hasMessageContaining(message);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static DescriptorStatus decide(Limits limits, String domain, String... keysAndValues) {
        var entries = new ArrayList<Descriptor.Entry>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.add(new Descriptor.Entry(keysAndValues[i], keysAndValues[i + 1]));
        }
        var clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
        var descriptor = Descriptor.of(entries.toArray(Descriptor.Entry[]::new));
        return new RateLimiter(() -> limits, new MemoryCounterStore(10, clock, clock::nanos), clock, new Random(1))
                .decide(domain, List.of(descriptor), 1)
                .statuses()
                .getFirst();
    }
}
