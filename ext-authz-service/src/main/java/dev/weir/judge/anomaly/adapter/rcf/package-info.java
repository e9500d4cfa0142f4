/** A robust random cut forest (Guha et al., ICML 2016) as detector. */
@NullMarked
package dev.weir.judge.anomaly.adapter.rcf;

import org.jspecify.annotations.NullMarked;
