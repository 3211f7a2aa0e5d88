/// Everything a test can do in Java, over HTTP: users, edits, faults, requests, truth.
///
/// Start at [io.kalends.simulator.control.ControlApi]. What cannot be understood is answered with 400 and a
/// sentence that says why. Nothing here decides anything; it reads JSON and calls.
@NullMarked
package io.kalends.simulator.control;

import org.jspecify.annotations.NullMarked;
