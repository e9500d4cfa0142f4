/** Sign-in over HTTP. */
@NullMarked
package dev.weir.judge.signin.adapter.rest;

import org.jspecify.annotations.NullMarked;
