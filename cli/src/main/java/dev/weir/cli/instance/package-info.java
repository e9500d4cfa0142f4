/** A gateway on this machine: where its files are, which ports it has, and how to speak to it. */
@NullMarked
package dev.weir.cli.instance;

import org.jspecify.annotations.NullMarked;
