package io.kalends.health;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Stops the shared stack after the last test.
public final class StackStop implements LauncherSessionListener {

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Stack.stop();
    }
}
