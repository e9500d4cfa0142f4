/**
 * HTTP by Apache HttpClient, each caller from its own source address.
 */
@NullMarked
package dev.weir.traffic.load.adapter.apache;

import org.jspecify.annotations.NullMarked;
