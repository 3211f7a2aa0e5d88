package io.kalends.simulator;

import java.io.IOException;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.calendar.Calendar;

import io.kalends.simulator.google.GoogleUser;

/// Google's own client, pointed at the simulator on behalf of one user.
record GoogleClient(Calendar calendar) {

    static GoogleClient of(ProviderSimulator simulator, GoogleUser user) {
        return of(simulator, user.issueAccessToken());
    }

    static GoogleClient of(ProviderSimulator simulator, String accessToken) {
        var calendar = new Calendar.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {
                    request.setNumberOfRetries(0);
                    request.setFollowRedirects(false);
                    request.setReadTimeout(5_000);
                    request.getHeaders().setAuthorization("Bearer " + accessToken);
                })
                .setRootUrl(simulator.googleApiUrl())
                .setApplicationName("judge")
                .build();
        return new GoogleClient(calendar);
    }

    Calendar.Events.List events() throws IOException {
        return calendar.events().list("primary");
    }

    Calendar.Events.List instances() throws IOException {
        return events().setSingleEvents(true);
    }
}
