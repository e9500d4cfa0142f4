/** What the gateway asks of a chain, and the typed ways in which a chain does not answer. */
@NullMarked
package dev.weir.chain.port;

import org.jspecify.annotations.NullMarked;
