/** How judges are told what gateways are not: the configuration in force. */
@NullMarked
package dev.weir.controlplane.adapter.judges;

import org.jspecify.annotations.NullMarked;
