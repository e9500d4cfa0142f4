/**
 * Chains as Weir sees them: who has staked what, which nodes are registered, and who signed what. The questions are
 * {@code port} interfaces; {@code adapter.web3j} asks a real chain, {@code adapter.memory} answers without one.
 */
@NullMarked
package dev.weir.chain;

import org.jspecify.annotations.NullMarked;
