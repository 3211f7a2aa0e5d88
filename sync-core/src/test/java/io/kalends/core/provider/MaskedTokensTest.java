package io.kalends.core.provider;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.provider.PageRequest.Origin;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedTokensTest {

    private static final String TOKEN = "s3cret-token";

    static Stream<Object> whatCarriesATokenOfTheProvider() {
        var window = new EventWindow(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
        return Stream.of(
                new Page.Next.More(TOKEN),
                new Page.Next.Last(TOKEN),
                new Page(List.of(), new Page.Next.More(TOKEN)),
                new PageRequest(new Origin.Everything(window), TOKEN),
                new PageRequest(new Origin.Since(TOKEN, window), TOKEN),
                new Instances.Some(List.of(), TOKEN),
                new ListRequest(null, TOKEN),
                new CalendarList.Next.Last(TOKEN),
                new CalendarList(List.of(), List.of(), new CalendarList.Next.More(TOKEN)));
    }

    @ParameterizedTest
    @MethodSource("whatCarriesATokenOfTheProvider")
    void a_token_of_the_provider_is_not_shown(Object carrier) {
        assertThat(carrier.toString()).contains("***").doesNotContain(TOKEN);
    }
}
