/** The command {@code ./weir} and its subcommands, one class each. */
@NullMarked
package dev.weir.cli;

import org.jspecify.annotations.NullMarked;
