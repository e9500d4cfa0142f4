/** The exchange: judges tell one another their grants and the ends of them, over gRPC. */
@NullMarked
package dev.weir.judge.adapter.peers;

import org.jspecify.annotations.NullMarked;
