/** The configuration in force: versions with author and reason, how one comes into force everywhere, and how it is taken back. */
@NullMarked
package dev.weir.controlplane.config;

import org.jspecify.annotations.NullMarked;
