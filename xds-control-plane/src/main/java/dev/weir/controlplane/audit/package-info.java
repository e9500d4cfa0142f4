/** The audit log: who or what changed which weights are in force, when and why, so that no change can be taken out unseen. */
@NullMarked
package dev.weir.controlplane.audit;

import org.jspecify.annotations.NullMarked;
