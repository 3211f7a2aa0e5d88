package io.kalends.schemas.serde;

import java.net.URI;
import java.util.Map;

import org.apache.kafka.common.config.ConfigException;

/// The settings of serializer and deserializer among those of a Kafka client.
final class CodecConfig {

    static final String REGISTRY_URL = "kalends.schema-registry.url";
    static final String AUTO_REGISTER = "kalends.schema-registry.auto-register";

    private CodecConfig() {}

    /// @throws ConfigException when a setting is malformed, or when a key is to be encoded: keys are strings
    static AvroCodec codec(Map<String, ?> settings, boolean isKey) {
        if (isKey) {
            throw new ConfigException("keys of Kalends' records are strings: use Kafka's own String(De)Serializer");
        }
        var url = text(settings, REGISTRY_URL, "");
        if (url.isEmpty()) {
            return new AvroCodec();
        }
        var autoRegister = text(settings, AUTO_REGISTER, "true");
        if (!autoRegister.matches("(?i)true|false")) {
            throw new ConfigException(AUTO_REGISTER, autoRegister, "must be true or false");
        }
        try {
            return AvroCodec.create(URI.create(url), Boolean.parseBoolean(autoRegister));
        } catch (IllegalArgumentException e) {
            // the value is left out: it may hold a password
            throw new ConfigException(REGISTRY_URL + " is not an address like http://host:8081 without user or query");
        }
    }

    private static String text(Map<String, ?> settings, String name, String otherwise) {
        var value = settings.get(name);
        return value == null ? otherwise : value.toString().strip();
    }
}
