/** How both payment standards put JSON into a header: bounded, strict, and with one reason for each way of being wrong. */
@NullMarked
package dev.weir.payments.wire;

import org.jspecify.annotations.NullMarked;
