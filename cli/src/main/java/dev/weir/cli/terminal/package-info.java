/** Tables, progress and colour, for a terminal or for a pipe. */
@NullMarked
package dev.weir.cli.terminal;

import org.jspecify.annotations.NullMarked;
