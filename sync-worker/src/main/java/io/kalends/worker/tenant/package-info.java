/// What each tenant decides: how far its window reaches, and how much of an event leaves for the CRM. Start at
/// [io.kalends.worker.tenant.TenantSettings].
/// The decisions are pure; Kafka and Avro stop at the listener and its translation, SQL at the table. Nothing about one
/// connection may enter.
@NullMarked
package io.kalends.worker.tenant;

import org.jspecify.annotations.NullMarked;
