/**
 * How good a node is, on purpose: its service time, how many calls it takes at once, how many it spoils. Changeable at run time, so
 * that people can watch the weights learn.
 */
@NullMarked
package dev.weir.node.impair;

import org.jspecify.annotations.NullMarked;
