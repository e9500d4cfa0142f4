/**
 * The node agent: a plain Java program for servers and edge boxes that answers the gateway's calls with its own data and its own
 * chain, and says every second where it can be reached.
 */
@NullMarked
package dev.weir.node;

import org.jspecify.annotations.NullMarked;
