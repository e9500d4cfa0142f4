/** The admin API in HTTP: reads for dashboards and command lines, orders of operators, heartbeats of nodes. */
@NullMarked
package dev.weir.controlplane.adapter.rest;

import org.jspecify.annotations.NullMarked;
