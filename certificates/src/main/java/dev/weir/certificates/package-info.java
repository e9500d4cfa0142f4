/** Certificates with their keys: read from files, checked, made. */
@org.jspecify.annotations.NullMarked
package dev.weir.certificates;
