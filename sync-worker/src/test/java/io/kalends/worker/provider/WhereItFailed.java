package io.kalends.worker.provider;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Puts the provider, and the way it played, in front of what a failed test says: reports name the method only.
final class WhereItFailed implements InvocationInterceptor {

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(test, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(test, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> test, DynamicTestInvocationContext dynamic, ExtensionContext context)
            throws Throwable {
        proceed(test, context);
    }

    private static void proceed(Invocation<@Nullable Void> test, ExtensionContext context) throws Throwable {
        try {
            test.proceed();
        } catch (AssertionError failure) {
            throw new AssertionError(where(context) + ": " + failure.getMessage(), failure);
        }
    }

    /// Display names from the class down, without the method's own.
    private static String where(ExtensionContext context) {
        var parent = context.getParent().map(WhereItFailed::where).orElse("");
        var own = context.getDisplayName();
        var isMethod = context.getTestMethod()
                .map(Method::getName)
                .filter(own::startsWith)
                .isPresent();
        var isRoot = context.getTestClass().isEmpty();
        return isMethod || isRoot ? parent : (parent + " " + own).strip();
    }
}
