/**
 * The two files that people edit, as checked records: {@code weir.yaml} (which APIs, for whom, how much) and {@code
 * deploy/local.yaml} (what runs where). One definition for every service and the command line; what it cannot read it names
 * with file, line and column. And how services write the small files that they keep.
 */
@NullMarked
package dev.weir.config;

import org.jspecify.annotations.NullMarked;
