package io.kalends.cli.doctor;

import java.util.List;

/// Looks at one part. Ends within seconds, whatever is away.
@FunctionalInterface
interface Check {
    List<Finding> look();
}
