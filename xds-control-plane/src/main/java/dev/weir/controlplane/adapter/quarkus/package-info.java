/** The process: settings, threads, start and end, and the admin API. */
@NullMarked
package dev.weir.controlplane.adapter.quarkus;

import org.jspecify.annotations.NullMarked;
