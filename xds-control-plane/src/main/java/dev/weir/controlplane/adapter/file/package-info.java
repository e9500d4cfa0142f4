/** Operator orders, the audit log, weights and telemetry segments as files. */
@NullMarked
package dev.weir.controlplane.adapter.file;

import org.jspecify.annotations.NullMarked;
