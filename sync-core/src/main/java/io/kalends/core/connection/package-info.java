/// The nouns: whose account, at which provider, which calendar. Start at
/// [io.kalends.core.connection.ConnectionKey]; where a connection can stand, and go from there, is a
/// [io.kalends.core.connection.ConnectionState]. How and when anything is tried must not enter.
@NullMarked
package io.kalends.core.connection;

import org.jspecify.annotations.NullMarked;
