/// The front door: start the simulator, get its addresses, and reach everything else from there.
///
/// Start at [io.kalends.simulator.ProviderSimulator]. The rooms: `http` is the wire, `world` what users hold,
/// `side` what a test does with a provider, `google` and `microsoft` a provider's own part of all three,
/// `paging` listings in pages, `script` what goes wrong, `traffic` what was asked, `control` all of it over
/// HTTP, `keep` the files of a simulator that remembers. No arrow leads from here to any other part of
/// Kalends: the simulator is written from the providers' documents, so that it does not share our mistakes.
@NullMarked
package io.kalends.simulator;

import org.jspecify.annotations.NullMarked;
