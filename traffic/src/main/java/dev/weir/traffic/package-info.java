/**
 * The traffic generator behind {@code ./weir traffic}: its command, and what it accepts as a target.
 */
@NullMarked
package dev.weir.traffic;

import org.jspecify.annotations.NullMarked;
