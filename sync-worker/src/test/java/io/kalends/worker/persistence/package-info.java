@NullMarked
package io.kalends.worker.persistence;

import org.jspecify.annotations.NullMarked;
