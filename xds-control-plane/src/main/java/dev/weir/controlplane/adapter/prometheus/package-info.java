/** What the weight loop shows, in Prometheus' words. */
@NullMarked
package dev.weir.controlplane.adapter.prometheus;

import org.jspecify.annotations.NullMarked;
