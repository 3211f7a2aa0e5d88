package io.kalends.worker.tenant;

/// Knows what each tenant has decided.
@FunctionalInterface
public interface Tenants {

    /// What the tenant has decided, or [TenantSettings#DEFAULT]. One indexed read, within the caller's transaction if
    /// there is one.
    TenantSettings of(String tenantId);
}
