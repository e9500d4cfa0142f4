/**
 * How busy a node is, as it reports to load balancers.
 */
@NullMarked
package dev.weir.node.load;

import org.jspecify.annotations.NullMarked;
