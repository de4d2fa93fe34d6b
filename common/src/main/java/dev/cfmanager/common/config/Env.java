// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.config;

import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The environment variables of one function; an empty value counts as not set. */
public final class Env {
    private final Function<String, @Nullable String> source;

    private Env(Function<String, @Nullable String> source) {
        this.source = source;
    }

    /** The variables of this process. */
    public static Env ofProcess() {
        return new Env(System.getenv()::get);
    }

    /** The given variables. */
    public static Env of(Map<String, String> values) {
        return new Env(Map.copyOf(values)::get);
    }

    /** The variables of a source that answers null for one that is not set: it can watch what is read. */
    public static Env from(Function<String, @Nullable String> source) {
        return new Env(source);
    }

    /**
     * The value of a variable that the function cannot work without.
     *
     * @throws OperationException SERVER_MISCONFIGURED, naming the variable
     */
    public String require(EnvironmentVariable name) {
        return find(name)
                .orElseThrow(() -> new OperationException(
                        ErrorKind.SERVER_MISCONFIGURED, "Environment variable not set: " + name.name()));
    }

    /** The value of a variable, if it is set. */
    public Optional<String> find(EnvironmentVariable name) {
        return Optional.ofNullable(source.apply(name.name())).filter(value -> !value.isBlank());
    }

    /** The value of a variable, or what stands for it. */
    public String get(EnvironmentVariable name, String otherwise) {
        return find(name).orElse(otherwise);
    }

    /**
     * A whole number of at least 1.
     *
     * @throws OperationException SERVER_MISCONFIGURED when the value is something else
     */
    public int positive(EnvironmentVariable name, int otherwise) {
        Optional<String> value = find(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get().trim());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, with the same words as for a number out of range
        }
        throw new OperationException(
                ErrorKind.SERVER_MISCONFIGURED,
                "Environment variable " + name.name() + " must be a whole number of at least 1: " + value.get());
    }
}
