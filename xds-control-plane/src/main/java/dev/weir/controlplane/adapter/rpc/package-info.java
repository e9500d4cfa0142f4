/** Asks endpoints for the heads of their chains, by JSON-RPC over HTTP. */
@NullMarked
package dev.weir.controlplane.adapter.rpc;

import org.jspecify.annotations.NullMarked;
