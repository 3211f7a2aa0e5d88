package io.kalends.core.connection;

/// One user's account at one provider, within one tenant. The ids are the CRM's own and opaque.
public record ConnectionKey(String tenantId, String userId, Provider provider) {}
