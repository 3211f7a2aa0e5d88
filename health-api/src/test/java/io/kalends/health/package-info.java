@NullMarked
package io.kalends.health;

import org.jspecify.annotations.NullMarked;
