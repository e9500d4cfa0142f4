/**
 * The nouns that every part of Weir shares: who calls, what is called, where it goes, and how a decision
 * reads. Immutable values that check themselves on construction; no input or output, no clock, no framework.
 */
@NullMarked
package dev.weir.model;

import org.jspecify.annotations.NullMarked;
