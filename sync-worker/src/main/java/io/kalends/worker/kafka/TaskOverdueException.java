package io.kalends.worker.kafka;

/// A task had to be interrupted because it ran past its limit: a defect, for work comes in slices far shorter
/// than that.
final class TaskOverdueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TaskOverdueException(InterruptedException cause) {
        super("ran longer than kalends.worker.task-limit and was interrupted", cause);
    }
}
