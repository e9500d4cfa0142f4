/** Sign-in with a wallet: challenges, EIP-4361 messages, sessions. Every check fails closed, each with a reason code of its own. */
@NullMarked
package dev.weir.judge.signin;

import org.jspecify.annotations.NullMarked;
