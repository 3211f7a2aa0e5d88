package io.kalends.simulator.microsoft;

/// One row of a delta.
sealed interface Row {
    /// Something that is in the window.
    record Told(Item item) implements Row {
        @Override
        public String heldId() {
            return item.entry().id();
        }
    }

    /// `@removed`.
    ///
    /// @param restorable gives `changed` as the reason, otherwise `deleted`
    record Removed(String heldId, boolean restorable) implements Row {}

    /// The id under which the world holds what the row is about.
    String heldId();

    default boolean isMaster() {
        return this instanceof Told(var item) && item.type() == Item.Type.MASTER;
    }
}
