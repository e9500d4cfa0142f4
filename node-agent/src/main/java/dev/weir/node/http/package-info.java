/**
 * The agent's HTTP edge: calls and answers as values, and the one class that speaks to the JDK's server.
 */
@NullMarked
package dev.weir.node.http;

import org.jspecify.annotations.NullMarked;
