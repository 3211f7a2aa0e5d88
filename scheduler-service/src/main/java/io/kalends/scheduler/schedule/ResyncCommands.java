package io.kalends.scheduler.schedule;

import java.util.Optional;

import org.springframework.data.repository.Repository;

/// Resync commands, for reading.
interface ResyncCommands extends Repository<ResyncCommand, String> {

    Optional<ResyncCommand> findById(String commandId);

    boolean existsById(String commandId);
}
