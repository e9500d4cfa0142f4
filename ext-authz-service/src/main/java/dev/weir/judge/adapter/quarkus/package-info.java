/** The process: settings, wiring, start and end. */
@NullMarked
package dev.weir.judge.adapter.quarkus;

import org.jspecify.annotations.NullMarked;
