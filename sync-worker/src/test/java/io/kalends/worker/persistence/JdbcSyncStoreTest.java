package io.kalends.worker.persistence;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JdbcSyncStoreTest implements SyncStoreContract {

    @SuppressWarnings("NullAway.Init")
    private static JdbcWorld world;

    @BeforeAll
    static void start() {
        world = new JdbcWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Override
    public World world() {
        return world;
    }
}
