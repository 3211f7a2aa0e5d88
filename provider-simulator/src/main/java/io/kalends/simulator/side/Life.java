package io.kalends.simulator.side;

import java.time.Duration;
import java.util.SplittableRandom;

/// Users at work in the background, until closed.
public final class Life implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Life.class.getName());
    private static final int MOST_AT_ONCE = 3;

    private final ProviderSide<?> side;
    private final Duration every;
    private final Thread thread;

    private Life(ProviderSide<?> side, Duration every) {
        this.side = side;
        this.every = every;
        this.thread = Thread.ofVirtual().name("simulator-life").unstarted(this::run);
    }

    static Life begin(ProviderSide<?> side, Duration every) {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("life needs a positive beat, not " + every);
        }
        var life = new Life(side, every);
        life.thread.start();
        return life;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            for (var beat = 0L; ; beat++) {
                Thread.sleep(every);
                beatOrTell(new SplittableRandom(beat));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void beatOrTell(SplittableRandom random) {
        try {
            beat(random);
        } catch (RuntimeException collided) {
            LOG.log(System.Logger.Level.DEBUG, "somebody else deleted what was to be edited", collided);
        }
    }

    private void beat(SplittableRandom random) {
        var users = side.users();
        for (var edits = random.nextInt(1, MOST_AT_ONCE + 1); edits > 0 && !users.isEmpty(); edits--) {
            side.mutate(users.get(random.nextInt(users.size())), 1);
        }
    }
}
