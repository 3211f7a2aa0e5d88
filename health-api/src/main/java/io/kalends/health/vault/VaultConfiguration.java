package io.kalends.health.vault;

import java.security.GeneralSecurityException;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.health.store.VaultKeyTable;

@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    @Bean
    Sealer sealer(VaultKeyTable keys) throws GeneralSecurityException {
        return new Sealer(keys, JsonMapper.shared());
    }
}
