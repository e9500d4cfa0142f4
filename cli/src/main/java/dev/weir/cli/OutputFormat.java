package dev.weir.cli;

/** How a reading command writes what it found. */
enum OutputFormat {
    TABLE,
    JSON
}
