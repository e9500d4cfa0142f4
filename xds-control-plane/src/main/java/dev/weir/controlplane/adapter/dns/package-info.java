/** Names of endpoints, looked up by DNS. */
@NullMarked
package dev.weir.controlplane.adapter.dns;

import org.jspecify.annotations.NullMarked;
