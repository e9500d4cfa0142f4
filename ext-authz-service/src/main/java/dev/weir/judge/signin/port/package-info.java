/** Where nonces and sessions are kept. */
@NullMarked
package dev.weir.judge.signin.port;

import org.jspecify.annotations.NullMarked;
