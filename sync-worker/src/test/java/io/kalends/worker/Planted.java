package io.kalends.worker;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// Makes records of any kind, with a canary wherever a secret belongs.
final class Planted {

    static final String CANARY = "planted-canary-0123456789";

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(secret|token|cursor|password|bearer|encryptionKey).*");

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(String.class, "text"),
            Map.entry(boolean.class, true),
            Map.entry(short.class, (short) 5),
            Map.entry(int.class, 5),
            Map.entry(long.class, 5L),
            Map.entry(double.class, 0.5),
            Map.entry(byte[].class, new byte[32]),
            Map.entry(Duration.class, Duration.ofHours(1)),
            Map.entry(LocalDate.class, LocalDate.EPOCH),
            Map.entry(ZoneId.class, ZoneId.of("UTC")),
            Map.entry(URI.class, URI.create("http://localhost/")),
            Map.entry(DataSize.class, DataSize.ofMegabytes(1)),
            Map.entry(Map.class, Map.of()));

    private Instant now = Instant.EPOCH;

    private Planted() {}

    /// Whether something of this name holds what must not be seen, if it is text.
    static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }

    /// Whether the type is or has a record with a secret in it.
    static boolean canBeIn(Class<?> type) {
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses()).anyMatch(Planted::canBeIn);
        }
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> holds(component)
                                || parts(component.getGenericType()).anyMatch(Planted::canBeIn));
    }

    /// A record of this type with the canary in it.
    static Object in(Class<?> record) {
        return new Planted().record(record);
    }

    private static boolean holds(RecordComponent component) {
        return component.getType() == String.class && isSecret(component.getName());
    }

    private static Stream<Class<?>> parts(Type type) {
        return switch (type) {
            case Class<?> plain -> Stream.of(plain);
            case ParameterizedType generic ->
                Stream.concat(
                        parts(generic.getRawType()),
                        Arrays.stream(generic.getActualTypeArguments()).flatMap(Planted::parts));
            default -> Stream.of();
        };
    }

    private Object record(Class<?> type) {
        var components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = Arrays.stream(components)
                .map(component -> holds(component) ? CANARY : value(component.getGenericType()))
                .toArray();
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no sample of " + type.getName() + " can be made of " + Arrays.toString(values), e);
        }
    }

    private @Nullable Object value(Type type) {
        var types = parts(type).toList();
        if (types.isEmpty()) {
            return null;
        }
        var raw = types.getFirst();
        if (raw == List.class || raw == Set.class) {
            var element = types.size() == 2 ? value(types.get(1)) : null;
            var elements = Stream.ofNullable(element).toList();
            return raw == List.class ? elements : Set.copyOf(elements);
        }
        if (raw.isRecord()) {
            return record(raw);
        }
        if (raw.isSealed()) {
            var permitted = raw.getPermittedSubclasses();
            return value(Arrays.stream(permitted)
                    .filter(Planted::canBeIn)
                    .findFirst()
                    .orElse(permitted[0]));
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        }
        if (raw == Instant.class) {
            now = now.plusSeconds(60);
            return now;
        }
        return SAMPLES.get(raw);
    }
}
