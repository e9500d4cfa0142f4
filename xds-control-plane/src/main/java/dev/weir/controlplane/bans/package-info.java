/** Whom operators refuse: wallets and addresses for a time, and sessions that stood; told to every judge. */
@NullMarked
package dev.weir.controlplane.bans;

import org.jspecify.annotations.NullMarked;
