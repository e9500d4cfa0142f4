/** The messages of x402 version 2 over HTTP, for the scheme {@code exact} by EIP-3009. */
@NullMarked
package dev.weir.payments.x402;

import org.jspecify.annotations.NullMarked;
