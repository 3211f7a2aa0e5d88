package io.kalends.worker.vault;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.token.TokenVault;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VaultSettings.class)
class VaultConfiguration {

    /// Nothing is sealed or opened before every key in use is known to be at hand: all else here needs this bean.
    @Bean
    MasterKeyset masterKeyset(VaultSettings settings, JdbcClient jdbc) {
        var master = MasterKeyset.of(settings);
        var keys = new KeysAtHand(jdbc, master);
        keys.check();
        keys.tellOfOlder();
        return master;
    }

    @Bean
    TenantKeys tenantKeys(JdbcClient jdbc, MasterKeyset master) {
        return new TenantKeys(jdbc, master);
    }

    @Bean
    Sealer sealer(TenantKeys keys) {
        return new TenantSealer(keys);
    }

    @Bean
    TokenVault tokenVault(JdbcClient jdbc, Sealer sealer) {
        return new JdbcTokenVault(jdbc, sealer);
    }

    @Bean
    Credentials credentials(JdbcClient jdbc, TenantKeys keys, Sealer sealer) {
        return new Credentials(jdbc, keys, sealer);
    }

    @Bean
    VaultKeyPairs vaultKeyPairs(JdbcClient jdbc, PlatformTransactionManager transactions, MasterKeyset master) {
        return new VaultKeyPairs(jdbc, new TransactionTemplate(transactions), master);
    }

    @Bean
    SealedCredentials sealedCredentials(VaultKeyPairs pairs) {
        return new SealedCredentials(pairs);
    }
}
