/** Keccak and secp256k1 by web3j's crypto, spoken to in bytes and integers so that no type of it travels further. */
@NullMarked
package dev.weir.chain.signature.adapter.web3j;

import org.jspecify.annotations.NullMarked;
