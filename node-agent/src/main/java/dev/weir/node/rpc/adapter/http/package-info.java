/**
 * A chain reached over HTTP.
 */
@NullMarked
package dev.weir.node.rpc.adapter.http;

import org.jspecify.annotations.NullMarked;
