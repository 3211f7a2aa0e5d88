/// What goes wrong, and when: faults by script, and gates that hold a request until a test lets it go.
///
/// Start at [io.kalends.simulator.script.FaultScript]. A [io.kalends.simulator.script.RequestMatch] says which
/// requests, a [io.kalends.simulator.script.Fault] says what happens to them. How a provider words a refusal
/// comes from outside, through [io.kalends.simulator.script.Provider]; nothing here may name one.
@NullMarked
package io.kalends.simulator.script;

import org.jspecify.annotations.NullMarked;
