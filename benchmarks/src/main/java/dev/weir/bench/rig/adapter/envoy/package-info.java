/** The rig's parts: Envoys, control plane and judge behind their real gRPC servers, the upstreams' process. */
@NullMarked
package dev.weir.bench.rig.adapter.envoy;

import org.jspecify.annotations.NullMarked;
