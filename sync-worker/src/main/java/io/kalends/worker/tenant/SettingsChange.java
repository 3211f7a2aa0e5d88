package io.kalends.worker.tenant;

/// A tenant's settings as somebody asked for them.
///
/// @param commandId under which it was asked
/// @param version of two changes, the greater one holds
record SettingsChange(String tenantId, String commandId, long version, TenantSettings settings) {}
