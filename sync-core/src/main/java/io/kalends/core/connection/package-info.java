/// The nouns: whose account, at which provider, which calendar. Start at [io.kalends.core.connection.ConnectionKey].
/// No behaviour beyond checking themselves may enter.
@NullMarked
package io.kalends.core.connection;

import org.jspecify.annotations.NullMarked;
