package io.kalends.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.FailureReason;
import io.kalends.schemas.v1.IncidentKind;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever meets a reason finds it explained.
class TroubleshootingTest {

    static Stream<Enum<?>> reasons() {
        return Stream.of(FailureReason.values(), DeferReason.values(), IncidentKind.values())
                .<Enum<?>>flatMap(Arrays::stream)
                .filter(reason -> !reason.name().equals("UNKNOWN"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void every_reason_of_the_contract_has_its_line(Enum<?> reason) throws IOException {
        var lines = Files.readAllLines(Path.of("..", "docs", "troubleshooting.md"));

        assertThat(lines).anyMatch(line -> line.startsWith("| `" + reason.name() + "` |"));
    }
}
