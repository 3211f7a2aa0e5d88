package io.kalends.simulator.script;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.traffic.Call;

/// A provider as the script sees it: it answers calls, and it has its own words for refusals.
public interface Provider {
    /// What `request` asks for and who asks; nothing is done yet. Null if it is not for this provider.
    @Nullable
    Call read(Request request);

    /// Does what is asked.
    Answer answer(Call call, Request request, Twists twists);

    /// A refusal in the provider's shape.
    Answer refuse(int status, String reason);

    /// Forgets every cursor of `user`; of everybody if null.
    void forgetCursors(@Nullable String user);
}
