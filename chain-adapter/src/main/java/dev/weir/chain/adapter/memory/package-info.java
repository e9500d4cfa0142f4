/** A chain without a chain: for tests, and for a gateway configured with {@code chain: {rpc: memory}}. */
@NullMarked
package dev.weir.chain.adapter.memory;

import org.jspecify.annotations.NullMarked;
