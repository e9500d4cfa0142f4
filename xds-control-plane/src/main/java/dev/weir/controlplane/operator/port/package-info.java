/** What the operator's orders ask of the outside: to outlive the process. */
@NullMarked
package dev.weir.controlplane.operator.port;

import org.jspecify.annotations.NullMarked;
