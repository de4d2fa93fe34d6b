// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.config;

import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.log.JsonLog;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Everything a handler gets from outside, in the sense of Lambda's execution environment. A handler's no-argument
 * constructor takes the real one; tests and the laptop pass their own, so no code asks where it runs.
 *
 * @param env environment variables
 * @param aws AWS SDK clients
 * @param clock the time of records and decisions
 * @param ids new identifiers
 * @param log where log lines go
 * @param sleeper how to wait inside a request
 */
public record ExecutionEnvironment(
        Env env, AwsClients aws, InstantSource clock, IdSource ids, JsonLog log, Sleeper sleeper) {

    /** The environment AWS Lambda gives: process variables, real clients, system clock, standard output. */
    public static ExecutionEnvironment ofLambda() {
        Env env = Env.ofProcess();
        return new ExecutionEnvironment(
                env,
                AwsClients.ofLambda(env),
                InstantSource.system(),
                IdSource.secure(),
                JsonLog.standardOutput(),
                Sleeper.thread());
    }

    /** This environment for work that nobody waits for: its calls let those of people go first. */
    public ExecutionEnvironment yielding() {
        return new ExecutionEnvironment(env, aws.yielding(), clock, ids, log, sleeper);
    }

    /** Waits; an interrupt ends the wait early and stays set. */
    @FunctionalInterface
    public interface Sleeper {
        /** Waits for about this long. */
        void sleep(Duration span);

        /** Really sleeps. */
        static Sleeper thread() {
            return span -> {
                try {
                    Thread.sleep(span.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
        }
    }
}
