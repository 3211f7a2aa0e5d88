/// What all commands share: where they run ([io.kalends.cli.shell.Surroundings]), the options of the whole tree
/// ([io.kalends.cli.shell.Globals]), what they print with ([io.kalends.cli.shell.Screen]). Nothing in here knows of
/// Kalends.
@NullMarked
package io.kalends.cli.shell;

import org.jspecify.annotations.NullMarked;
