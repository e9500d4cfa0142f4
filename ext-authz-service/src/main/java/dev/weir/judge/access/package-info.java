/** The judge: one request in, one decision out. Every check fails closed, and says which way. */
@NullMarked
package dev.weir.judge.access;

import org.jspecify.annotations.NullMarked;
