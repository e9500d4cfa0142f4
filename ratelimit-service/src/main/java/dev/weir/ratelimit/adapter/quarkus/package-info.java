/** The process: configuration, wiring, metrics, health. Nothing is decided here. */
@NullMarked
package dev.weir.ratelimit.adapter.quarkus;

import org.jspecify.annotations.NullMarked;
