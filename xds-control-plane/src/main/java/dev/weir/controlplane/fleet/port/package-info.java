/** What the fleet asks of the outside: whether a heartbeat was signed by its node's operator. */
@NullMarked
package dev.weir.controlplane.fleet.port;

import org.jspecify.annotations.NullMarked;
