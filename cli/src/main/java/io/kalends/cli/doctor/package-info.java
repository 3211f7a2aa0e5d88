/// `doctor`: looks at each part of an installation. Start at [io.kalends.cli.doctor.Doctor]; each check says what it
/// found and what to do, and changes nothing.
@NullMarked
package io.kalends.cli.doctor;

import org.jspecify.annotations.NullMarked;
