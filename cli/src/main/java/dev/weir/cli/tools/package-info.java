/** Fetches the pinned programs that Weir drives and does not build: Envoy, anvil, forge. */
@NullMarked
package dev.weir.cli.tools;

import org.jspecify.annotations.NullMarked;
