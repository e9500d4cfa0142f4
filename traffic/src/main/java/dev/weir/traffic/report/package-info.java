/**
 * What came back, by party: counts, percentiles, the nodes' shares; as a table or JSON.
 */
@NullMarked
package dev.weir.traffic.report;

import org.jspecify.annotations.NullMarked;
