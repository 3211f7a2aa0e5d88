package io.kalends.simulator.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;

import io.kalends.simulator.world.Span;

/// One JSON file; written beside and moved into place, so it is always whole.
///
/// @param <T> a record of records
final class StateFile<T> {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new Text<>(Instant.class, Instant::parse))
                    .addSerializer(ZoneId.class, ToStringSerializer.instance)
                    .addDeserializer(ZoneId.class, new Text<>(ZoneId.class, ZoneId::of))
                    .addSerializer(Span.class, ToStringSerializer.instance)
                    .addDeserializer(Span.class, new Text<>(Span.class, Span::parse)));

    private final Path file;
    private final Class<T> type;

    StateFile(Path file, Class<T> type) {
        this.file = file;
        this.type = type;
    }

    Optional<T> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(file.toFile(), type));
        } catch (IOException damaged) {
            throw new UncheckedIOException(
                    "cannot read the simulator's state in " + file + "; move the file away to start afresh", damaged);
        }
    }

    void write(T state) {
        try {
            var parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            MAPPER.writeValue(fresh.toFile(), state);
            replace(fresh);
        } catch (IOException full) {
            throw new UncheckedIOException("cannot write the simulator's state to " + file, full);
        }
    }

    private void replace(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException plainFileSystem) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// A value that is written as a string.
    private static final class Text<V> extends StdScalarDeserializer<V> {
        private static final long serialVersionUID = 1;

        private final transient Function<String, V> parse;

        Text(Class<V> type, Function<String, V> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public V deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return parse.apply(json.getText());
        }
    }
}
