/// Commands about connections, over HTTP. Start at [io.kalends.cli.connection.Connections].
@NullMarked
package io.kalends.cli.connection;

import org.jspecify.annotations.NullMarked;
