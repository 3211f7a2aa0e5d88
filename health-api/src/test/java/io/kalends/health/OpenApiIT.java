package io.kalends.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiIT {

    private static final Path KEPT = Path.of("openapi.json");

    private final Stack stack = Stack.shared();

    @Test
    void the_description_in_the_repository_is_the_one_that_is_served() throws IOException {
        var served = stack.http().get("/v3/api-docs").body().strip() + "\n";
        if (Boolean.getBoolean("kalends.openapi.write")) {
            Files.writeString(KEPT, served);
        }

        assertThat(Files.readString(KEPT))
                .as("health-api/openapi.json is out of date; write it anew with "
                        + "mvn -pl health-api -am test -Dtest=OpenApiIT -Dsurefire.failIfNoSpecifiedTests=false "
                        + "-Dkalends.openapi.write=true")
                .isEqualTo(served);
    }
}
