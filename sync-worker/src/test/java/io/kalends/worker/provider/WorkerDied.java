package io.kalends.worker.provider;

/// The worker was killed here; what its store has committed stays.
final class WorkerDied extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
