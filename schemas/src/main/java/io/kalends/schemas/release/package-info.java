/// The schemas as text: what is published as `.avsc`, and every version released so far. Start at
/// [io.kalends.schemas.release.ReleasedSchemas]; [io.kalends.schemas.release.SchemaFiles] runs in the build.
/// Nothing that encodes or decodes a record may enter.
@NullMarked
package io.kalends.schemas.release;

import org.jspecify.annotations.NullMarked;
