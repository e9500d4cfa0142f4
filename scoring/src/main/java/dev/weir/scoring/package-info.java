/** The one definition of what a model sees and says: telemetry windows, features, predictions. Trainer and services share it. */
@NullMarked
package dev.weir.scoring;

import org.jspecify.annotations.NullMarked;
