package io.kalends.cli.connection;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

import io.kalends.cli.api.ConnectionName;

/// The one connection that a command is about.
final class Named {

    @Parameters(
            paramLabel = "CONNECTION",
            converter = ConnectionName.Converter.class,
            description = "tenantId/userId/provider")
    @Nullable
    ConnectionName name;

    ConnectionName connection() {
        return Objects.requireNonNull(name);
    }
}
