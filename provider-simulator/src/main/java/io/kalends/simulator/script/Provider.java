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

    /// A refusal of `request` in the provider's shape.
    Answer refuse(int status, String reason, Request request);

    /// An error of the token endpoint in the provider's shape.
    Answer refuse(Fault.RefuseToken refusal, Request request);

    /// Lets a request in before anything happens to it, or refuses it because too many are in already.
    ///
    /// @return null if it is in; then [#leave] follows when its answer is ready
    default @Nullable Answer admit(Call call, Request request) {
        return null;
    }

    /// The answer to a request that was let in is ready.
    default void leave(Call call) {}

    /// Forgets every cursor of `user`; of everybody if null.
    void forgetCursors(@Nullable String user);
}
