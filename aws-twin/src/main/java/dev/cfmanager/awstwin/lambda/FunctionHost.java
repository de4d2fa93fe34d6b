// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import java.util.Optional;

/** Whoever runs the twin gives it the code behind functions: a function known here exists without CreateFunction. */
@FunctionalInterface
public interface FunctionHost {

    /** The function of that bare name; empty when this host has no code for it. */
    Optional<HostedFunction> find(String functionName);
}
