package io.kalends.worker.vault;

/// Seals small secrets under their tenant's data key, bound to the place they belong to.
public interface Sealer {

    /// Seals `plain`.
    ///
    /// @param place where it is stored, e.g. connection key and field; it opens nowhere else
    byte[] seal(String tenantId, String place, byte[] plain);

    /// Opens what [#seal] made for the same tenant and place.
    ///
    /// @throws SealBrokenException when it was made for another place, altered, or the key is not at hand
    byte[] open(String tenantId, String place, byte[] sealed);

    /// Something sealed does not open.
    final class SealBrokenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public SealBrokenException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
