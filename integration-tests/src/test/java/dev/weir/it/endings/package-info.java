/** Every way a call can end, on a stock Envoy: what it writes into its logs, recorded and translated. */
@NullMarked
package dev.weir.it.endings;

import org.jspecify.annotations.NullMarked;
