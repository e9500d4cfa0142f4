package dev.weir.balancing;

import static dev.weir.model.AttemptOutcome.ANSWERED;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A picker over endpoints that are alike, and what its tests say to it. */
abstract class PickerUnderTest {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final EndpointAddress A = address(1);
    static final EndpointAddress B = address(2);
    static final EndpointAddress C = address(3);
    static final EndpointAddress D = address(4);

    final AtomicInteger requests = new AtomicInteger();
    final EndpointPicker picker = new EndpointPicker(new SplittableRandom(1));

    /** How many of so many grants, all in flight, name an endpoint first: equals get the same only where no count was left over. */
    final Map<EndpointAddress, Integer> firsts(int grants, List<PickCandidate> candidates) {
        var firsts = new HashMap<EndpointAddress, Integer>();
        IntStream.range(0, grants)
                .forEach(i -> firsts.merge(
                        picker.pick(fresh(), candidates, "", NOW)
                                .orElseThrow()
                                .addresses()
                                .getFirst(),
                        1,
                        Integer::sum));
        return Collections.unmodifiableMap(firsts);
    }

    final Grant pick(EndpointAddress... addresses) {
        return pickAt(NOW, addresses);
    }

    final Grant pickAt(Instant at, EndpointAddress... addresses) {
        return pick("", at, addresses);
    }

    final Grant pick(String kind, Instant at, EndpointAddress... addresses) {
        var candidates = Arrays.stream(addresses)
                .map(address -> candidate(address, true))
                .toList();
        return picker.pick(fresh(), candidates, kind, at).orElseThrow();
    }

    final void learn(EndpointAddress address, double millis) {
        learnAt(NOW, address, millis);
    }

    final void learnAt(Instant at, EndpointAddress address, double millis) {
        picker.completed("", node(address), millis, ANSWERED, at);
    }

    static PickCandidate candidate(EndpointAddress address, boolean usable) {
        return new PickCandidate(node(address), address, usable);
    }

    static NodeId node(EndpointAddress address) {
        return new NodeId("node-" + address.toString().replace('.', '-').replace(':', '-'));
    }

    final String fresh() {
        return "request " + requests.incrementAndGet();
    }

    static EndpointAddress address(int port) {
        return new EndpointAddress.Socket("127.0.0.1", port);
    }
}
