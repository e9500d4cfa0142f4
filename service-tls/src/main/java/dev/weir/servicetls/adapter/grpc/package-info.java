/** Mutual TLS on gRPC's Netty, by certificates from files that may change. */
@org.jspecify.annotations.NullMarked
package dev.weir.servicetls.adapter.grpc;
