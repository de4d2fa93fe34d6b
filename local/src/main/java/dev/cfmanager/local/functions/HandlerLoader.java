// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.functions;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.template.TemplateException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/** Makes the handler that the template names, through its constructor for a given environment. */
public final class HandlerLoader {
    private static final String DEFAULT_METHOD = "::handleRequest";

    private HandlerLoader() {}

    /**
     * The handler's class.
     *
     * @throws TemplateException naming function and class, when there is no such class or it is no stream handler
     */
    public static Class<? extends RequestStreamHandler> classOf(FunctionDefinition function) {
        String name = function.handler().endsWith(DEFAULT_METHOD)
                ? function.handler().substring(0, function.handler().length() - DEFAULT_METHOD.length())
                : function.handler();
        try {
            return Class.forName(name, false, HandlerLoader.class.getClassLoader())
                    .asSubclass(RequestStreamHandler.class);
        } catch (ClassNotFoundException e) {
            throw new TemplateException(
                    function.logicalId() + ".Handler: there is no class " + name + " on the class path", e);
        } catch (ClassCastException e) {
            throw new TemplateException(function.logicalId() + ".Handler: " + name + " is no RequestStreamHandler", e);
        }
    }

    /**
     * A handler in that environment.
     *
     * @throws TemplateException naming function and class, when it cannot be made
     */
    public static RequestStreamHandler load(FunctionDefinition function, ExecutionEnvironment environment) {
        Class<? extends RequestStreamHandler> type = classOf(function);
        try {
            Constructor<? extends RequestStreamHandler> constructor = type.getConstructor(ExecutionEnvironment.class);
            return constructor.newInstance(environment);
        } catch (NoSuchMethodException e) {
            throw new TemplateException(
                    function.logicalId() + ".Handler: " + type.getName()
                            + " has no public constructor that takes an ExecutionEnvironment",
                    e);
        } catch (InvocationTargetException e) {
            throw new TemplateException(
                    function.logicalId() + ": " + type.getSimpleName() + " does not start: " + e.getCause(), e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new TemplateException(
                    function.logicalId() + ".Handler: " + type.getName() + " cannot be made: " + e.getMessage(), e);
        }
    }
}
