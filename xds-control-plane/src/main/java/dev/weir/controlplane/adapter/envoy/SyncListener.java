package dev.weir.controlplane.adapter.envoy;

import java.time.Duration;

/** Hears how gateways take what they are told. Types are {@code clusters}, {@code endpoints}, {@code listeners}, {@code routes}. Any thread; must not wait. */
public interface SyncListener {
    SyncListener NONE = new SyncListener() {
        @Override
        public void acknowledged(String type, Duration took) {}

        @Override
        public void refused(String type) {}
    };

    /** @param took since the gateway was told */
    void acknowledged(String type, Duration took);

    /** A NACK. */
    void refused(String type);
}
