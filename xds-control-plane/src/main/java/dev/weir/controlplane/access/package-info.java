/** Requests as Envoy logged them: recent decisions, and refusals counted by reason. */
@NullMarked
package dev.weir.controlplane.access;

import org.jspecify.annotations.NullMarked;
