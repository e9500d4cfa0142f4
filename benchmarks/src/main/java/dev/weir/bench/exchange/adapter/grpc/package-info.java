/** Judges that exchange grants over real gRPC. */
@NullMarked
package dev.weir.bench.exchange.adapter.grpc;

import org.jspecify.annotations.NullMarked;
