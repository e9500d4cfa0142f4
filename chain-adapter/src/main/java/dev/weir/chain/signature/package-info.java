/**
 * Who signed what: the digests that wallets sign (EIP-191, EIP-712), strict recovery of the signer, checksummed
 * addresses (EIP-55). Values in, values out; nothing here touches a network.
 */
@NullMarked
package dev.weir.chain.signature;

import org.jspecify.annotations.NullMarked;
