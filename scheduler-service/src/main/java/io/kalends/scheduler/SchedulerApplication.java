package io.kalends.scheduler;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.support.KafkaUtils;

/// The scheduler as a program. Its settings are in `scheduler-service.yml`.
@SpringBootApplication
public class SchedulerApplication {

    public static void main(String[] args) {
        builder().run(args);
    }

    /// The application, ready to be run; further settings may be added before.
    public static SpringApplicationBuilder builder() {
        // Records hold ids of people and, some, sealed credentials: messages name the place, not the content.
        KafkaUtils.setProducerRecordFormatter(record -> record.topic() + "-" + record.partition());
        KafkaUtils.setConsumerRecordFormatter(
                record -> record.topic() + "-" + record.partition() + "@" + record.offset());
        return new SpringApplicationBuilder(SchedulerApplication.class)
                .properties("spring.config.name=scheduler-service");
    }

    /// Numbers from 0 (inclusive) to 1 (exclusive) for jitter.
    @Bean
    DoubleSupplier chance() {
        return () -> ThreadLocalRandom.current().nextDouble();
    }
}
