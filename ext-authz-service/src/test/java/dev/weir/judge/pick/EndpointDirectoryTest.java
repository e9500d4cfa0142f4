package dev.weir.judge.pick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.PickCandidate;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EndpointDirectoryTest {
    private static final ApiName QUOTES = new ApiName("quotes");
    private static final PickCandidate AMBER = candidate("amber", 9101);
    private static final PickCandidate BIRCH = candidate("birch", 9103);

    private final EndpointDirectory directory = new EndpointDirectory();

    @Test
    void directory_beforeAnythingWasTold_isEmpty() {
        assertThat(directory.of(QUOTES)).isEmpty();
    }

    @Test
    void poolsOfOneApi_areTakenTogether() {
        directory.replace(
                Map.of("quotes.edge", List.of(AMBER), "quotes.phones", List.of(BIRCH), "eth-rpc.edge", List.of(BIRCH)));

        assertThat(directory.of(QUOTES)).containsExactlyInAnyOrder(AMBER, BIRCH);
        assertThat(directory.of(new ApiName("eth-rpc"))).containsExactly(BIRCH);
    }

    @Test
    void clusterThatIsOfNoApi_isLeftOut() {
        directory.replace(Map.of("judge", List.of(AMBER), ".edge", List.of(AMBER), "quotes.edge", List.of(BIRCH)));

        assertThat(directory.of(QUOTES)).containsExactly(BIRCH);
        assertThat(directory.of(new ApiName("judge"))).isEmpty();
    }

    @Test
    void replacement_forgetsWhatItDoesNotName() {
        directory.replace(Map.of("quotes.edge", List.of(AMBER)));
        directory.replace(Map.of("eth-rpc.edge", List.of(AMBER)));

        assertThat(directory.of(QUOTES)).isEmpty();
    }

    private static PickCandidate candidate(String node, int port) {
        return new PickCandidate(new NodeId(node), new EndpointAddress.Socket("127.0.0.1", port), true);
    }
}
