/**
 * What the generator needs of its user: bearer tokens for its callers.
 */
@NullMarked
package dev.weir.traffic.port;

import org.jspecify.annotations.NullMarked;
