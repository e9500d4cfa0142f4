/**
 * Payments as data: assets, prices, transfers that a payer signed, and each way in which one is not good. Nothing here reads a
 * clock, a socket or a chain.
 */
@NullMarked
package dev.weir.payments;

import org.jspecify.annotations.NullMarked;
