/** What Envoy should know, as values: APIs, their pools, the endpoints in them and their weights. */
@NullMarked
package dev.weir.topology;

import org.jspecify.annotations.NullMarked;
