package io.kalends.health;

import java.time.InstantSource;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Tells how every connection is doing: over HTTP, as a stream, as a page.
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
public class HealthApplication {

    /// Starts the service.
    public static void main(String[] args) {
        builder().run(args);
    }

    /// The service, configured by `health-api.yml`.
    public static SpringApplicationBuilder builder() {
        // Records carry ids of people's calendars and sealed credentials: logs name the partition only.
        KafkaUtils.setProducerRecordFormatter(record -> record.topic() + "-" + record.partition());
        return new SpringApplicationBuilder(HealthApplication.class).properties("spring.config.name=health-api");
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
