/** Where the next request should go: what each node is like (estimator), what each should get (planner), what may leave the house (guard), and which endpoint one request takes (pick). Pure: no clock, no input or output. */
@NullMarked
package dev.weir.balancing;

import org.jspecify.annotations.NullMarked;
