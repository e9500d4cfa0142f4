/** What the control plane tells judges besides what gateways are told: the configuration in force, kept for a start without it. */
@NullMarked
package dev.weir.judge.adapter.control;

import org.jspecify.annotations.NullMarked;
