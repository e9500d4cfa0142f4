/** What is measured: two stock Envoys under the production control plane and judge, one API a policy over the same nodes. */
@NullMarked
package dev.weir.bench.rig;

import org.jspecify.annotations.NullMarked;
