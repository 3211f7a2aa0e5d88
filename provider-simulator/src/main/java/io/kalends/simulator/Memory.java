package io.kalends.simulator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.keep.Keeper;
import io.kalends.simulator.microsoft.MicrosoftSide;
import io.kalends.simulator.side.ProviderSide;

/// Both providers as they were when the simulator last ran in its data directory, each in its own file; new ones if
/// there is nothing.
final class Memory implements AutoCloseable {
    private static final String GOOGLE = "provider-simulator.json";
    private static final String MICROSOFT = "provider-simulator-microsoft.json";

    private final SimulatorSettings settings;
    private final List<Keeper<ProviderSide.Image>> keepers = new ArrayList<>();

    Memory(SimulatorSettings settings) {
        this.settings = settings;
    }

    GoogleSide google() {
        return kept(GOOGLE)
                .map(image -> GoogleSide.restored(image, settings.google(), settings.clock()))
                .orElseGet(() ->
                        GoogleSide.empty(settings.seed(), settings.google(), settings.clock(), settings.seriesReach()));
    }

    MicrosoftSide microsoft() {
        return kept(MICROSOFT)
                .map(image -> MicrosoftSide.restored(image, settings.microsoft(), settings.clock()))
                .orElseGet(() -> MicrosoftSide.empty(
                        settings.seed(), settings.microsoft(), settings.clock(), settings.seriesReach()));
    }

    /// Begins to write both down, if there is a data directory.
    void keep(GoogleSide google, MicrosoftSide microsoft) {
        keep(file(GOOGLE), google);
        keep(file(MICROSOFT), microsoft);
    }

    @Override
    public void close() {
        keepers.forEach(Keeper::close);
    }

    private void keep(@Nullable Path file, ProviderSide<?> side) {
        if (file != null) {
            keepers.add(Keeper.keep(file, ProviderSide.Image.class, side::image, settings.saveEvery()));
        }
    }

    private Optional<ProviderSide.Image> kept(String name) {
        var file = file(name);
        return file == null ? Optional.empty() : Keeper.kept(file, ProviderSide.Image.class);
    }

    private @Nullable Path file(String name) {
        var directory = settings.dataDirectory();
        return directory == null ? null : directory.resolve(name);
    }
}
