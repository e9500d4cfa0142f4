/** One immutable picture of the gateway for dashboards and command lines, and its last fifteen minutes. */
@NullMarked
package dev.weir.controlplane.view;

import org.jspecify.annotations.NullMarked;
