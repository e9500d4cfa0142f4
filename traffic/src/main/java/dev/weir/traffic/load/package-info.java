/**
 * Sends what is planned at its time, whether or not earlier answers came back (open loop), and measures from the planned time.
 */
@NullMarked
package dev.weir.traffic.load;

import org.jspecify.annotations.NullMarked;
