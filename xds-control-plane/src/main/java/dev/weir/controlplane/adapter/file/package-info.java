/** Operator orders, the audit log and telemetry segments as files. */
@NullMarked
package dev.weir.controlplane.adapter.file;

import org.jspecify.annotations.NullMarked;
