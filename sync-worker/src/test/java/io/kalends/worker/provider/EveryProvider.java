package io.kalends.worker.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

import io.kalends.core.connection.Provider;

/// Runs a class of tests once for every provider there is, each time on a [Stage] of its own.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(EveryProvider.Stages.class)
@ExtendWith(WhereItFailed.class)
@interface EveryProvider {

    /// One stage for each provider, closed when its tests are done.
    final class Stages implements ArgumentsProvider {

        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Arrays.stream(Provider.values()).map(provider -> Arguments.of(new Stage(inPlay(provider))));
        }

        static ProviderUnderTest inPlay(Provider provider) {
            return switch (provider) {
                case GOOGLE -> new AtGoogle();
                case OUTLOOK -> new AtMicrosoft();
            };
        }
    }
}
