/** Limits from a directory of YAML files in the format of envoyproxy/ratelimit, checked with file and line, and reloaded. */
@NullMarked
package dev.weir.ratelimit.adapter.yaml;

import org.jspecify.annotations.NullMarked;
