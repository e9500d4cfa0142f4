/**
 * What the open loop needs of HTTP.
 */
@NullMarked
package dev.weir.traffic.load.port;

import org.jspecify.annotations.NullMarked;
