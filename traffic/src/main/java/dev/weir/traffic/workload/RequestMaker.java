package dev.weir.traffic.workload;

import java.util.random.RandomGenerator;

/** Makes up requests; the same draws make the same requests. */
@FunctionalInterface
public interface RequestMaker {
    Request make(RandomGenerator random);
}
