package io.kalends.worker.kafka;

/// A task had to be interrupted because it ran past its limit. Once it may be a slow provider's doing; again and
/// again it is a defect, for work comes in slices shorter than that.
final class TaskOverdueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TaskOverdueException(Exception cause) {
        super("ran longer than kalends.worker.task-limit and was interrupted", cause);
    }
}
