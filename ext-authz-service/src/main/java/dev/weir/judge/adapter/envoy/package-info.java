/** Envoy's protocols: ext_authz, access log, endpoints. */
@NullMarked
package dev.weir.judge.adapter.envoy;

import org.jspecify.annotations.NullMarked;
