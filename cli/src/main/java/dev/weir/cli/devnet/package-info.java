/** What the devnet needs before the first block that counts: built contracts, deployed and registered. */
@NullMarked
package dev.weir.cli.devnet;

import org.jspecify.annotations.NullMarked;
