/// The simulator judged from outside: by Google's own client, by the published rules, and by its own books.
@NullMarked
package io.kalends.simulator;

import org.jspecify.annotations.NullMarked;
