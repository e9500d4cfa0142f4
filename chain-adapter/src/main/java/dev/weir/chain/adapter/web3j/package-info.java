/**
 * The ports answered by an EVM chain over JSON-RPC, and the transactions of a development chain. web3j's types stay in
 * here; the contracts' functions are written out by hand, so that the Java build does not wait for the Solidity build.
 */
@NullMarked
package dev.weir.chain.adapter.web3j;

import org.jspecify.annotations.NullMarked;
