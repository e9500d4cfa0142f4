/**
 * Who calls what, and when: planned ahead from a seed, a rate and a mix, or read from an access log.
 */
@NullMarked
package dev.weir.traffic.workload;

import org.jspecify.annotations.NullMarked;
