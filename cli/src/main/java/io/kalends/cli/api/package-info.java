/// The way to health-api. Start at [io.kalends.cli.api.HealthApi]; whatever goes wrong is a
/// [io.kalends.cli.shell.Trouble] that says what to do.
@NullMarked
package io.kalends.cli.api;

import org.jspecify.annotations.NullMarked;
