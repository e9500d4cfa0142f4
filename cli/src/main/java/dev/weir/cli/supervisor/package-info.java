/** Starts the processes of one gateway, waits until each answers, restarts what crashes, ends what it started and nothing else. */
@NullMarked
package dev.weir.cli.supervisor;

import org.jspecify.annotations.NullMarked;
