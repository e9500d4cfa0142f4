/** What rollouts ask of the outside: to outlive the process. */
@NullMarked
package dev.weir.controlplane.rollout.port;

import org.jspecify.annotations.NullMarked;
