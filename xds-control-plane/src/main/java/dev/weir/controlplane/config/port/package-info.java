/** What the configuration in force asks of the outside: to keep versions, to read the gateway's own file, to reach judges and gateways, and what gateways would be told. */
@NullMarked
package dev.weir.controlplane.config.port;

import org.jspecify.annotations.NullMarked;
