/** Nonces and sessions in SQL: H2 in a file, or PostgreSQL; one schema. */
@NullMarked
package dev.weir.judge.signin.adapter.sql;

import org.jspecify.annotations.NullMarked;
