/// `status`: everything in one look. Start at [io.kalends.cli.status.Status].
@NullMarked
package io.kalends.cli.status;

import org.jspecify.annotations.NullMarked;
