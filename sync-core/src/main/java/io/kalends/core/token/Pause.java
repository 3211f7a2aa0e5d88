package io.kalends.core.token;

import java.time.Duration;

/// Lets time pass. In production a sleeping virtual thread; in a test, whatever the test says.
@FunctionalInterface
public interface Pause {

    void await(Duration length) throws InterruptedException;
}
