/** The policy network: scenarios to train in, evolution strategies, the gate that decides whether it is published. */
@NullMarked
package dev.weir.trainer.policy;

import org.jspecify.annotations.NullMarked;
