package dev.weir.bench.upstream;

import dev.weir.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scenarios for tests. */
public final class Scenarios {
    private Scenarios() {}

    /** Two nodes of speed 1 and two of speed 2, with faults as the file has them. */
    public static Scenario with(Path folder, String faults) throws IOException {
        return Scenario.read(Files.writeString(folder.resolve("scenario.yaml"), """
                name: four
                about: for a test
                gateways: 2
                load: 0.5
                warmup: 5s
                length: 30s
                calls:
                  kinds:
                  - {name: short, part: 3, work: 10ms, spread: exponential}
                  - {name: long, part: 1, work: 50ms, spread: constant}
                nodes:
                - {name: slow, count: 2, speed: 1, cores: 4, limit: 4, delay: 1ms, price: 100, region: here}
                - {name: fast, count: 2, speed: 2, cores: 4, limit: 4, delay: 1ms, price: 200, region: there}
                """ + faults));
    }
}
