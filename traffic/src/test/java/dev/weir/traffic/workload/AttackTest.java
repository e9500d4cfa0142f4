package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AttackTest {
    @ParameterizedTest
    @EnumSource
    void attack_comesFromCallersOfItsOwnParty(Attack attack) {
        assertThat(attack.callers()).isNotEmpty().allMatch(caller -> caller.party() == attack.party());
        assertThat(attack.callers()).extracting(PlannedCaller::source).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void sameSeed_attacksTheSame(Attack attack) {
        assertThat(requests(attack, 200)).isEqualTo(requests(attack, 200));
    }

    @Test
    void scan_asksManyPathsAndMethodsThatNobodyOffers() {
        var requests = requests(Attack.SCAN, 2_000);

        assertThat(requests.stream().map(Request::path).distinct().count()).isGreaterThan(1_000);
        assertThat(requests)
                .filteredOn(request -> request.path().equals("/rpc"))
                .hasSizeBetween(400, 600)
                .allMatch(request ->
                        request.body().orElseThrow().startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""));
    }

    @Test
    void flood_asksWhatTheHonestAsk() {
        assertThat(requests(Attack.FLOOD, 500))
                .allMatch(request -> request.method().equals("GET")
                        && ApiMix.SYMBOLS.contains(request.path().substring("/quotes/".length())));
    }

    @Test
    void stuffing_signsInWithWhatNobodyMade() {
        var requests = requests(Attack.STUFFING, 900);

        assertThat(requests)
                .filteredOn(request -> request.path().equals("/auth/session"))
                .hasSizeBetween(520, 680);
        assertThat(requests)
                .filteredOn(request -> !request.path().equals("/auth/session"))
                .allMatch(request -> request.path().matches("/auth/challenge\\?account=eip155:31337:0x[0-9a-f]{40}"));
    }

    @Test
    void parties_haveNetworksOfTheirOwn() {
        assertThat(Stream.of(Party.values())
                        .map(party -> PlannedCaller.of(party, 0).source().getHostAddress()))
                .containsExactly("127.1.0.1", "127.64.0.1", "127.65.0.1", "127.66.0.1");
    }

    private static List<Request> requests(Attack attack, int count) {
        var random = new SplittableRandom(1);
        return Stream.generate(() -> attack.make(random)).limit(count).toList();
    }
}
