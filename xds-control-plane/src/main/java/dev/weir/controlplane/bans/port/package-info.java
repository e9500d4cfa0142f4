/** What bans ask of the outside: to outlive the process, and to be told. */
@NullMarked
package dev.weir.controlplane.bans.port;

import org.jspecify.annotations.NullMarked;
