package dev.weir.controlplane.topology;

/** Loopback ports of the services that Envoy speaks to, and of the listener itself. */
public record ServiceAddresses(int gateway, int judge, int ratelimit, int auth, int telemetry) {}
