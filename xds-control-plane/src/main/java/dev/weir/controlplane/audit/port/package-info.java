/** What the audit log asks of the outside: to be kept. */
@NullMarked
package dev.weir.controlplane.audit.port;

import org.jspecify.annotations.NullMarked;
