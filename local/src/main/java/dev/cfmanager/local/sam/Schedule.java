// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import java.util.Optional;

/**
 * A time at which a function runs.
 *
 * @param event the event's name in the template
 * @param expression {@code rate(...)} or {@code cron(...)}, in UTC
 * @param input constant JSON for the function; empty for EventBridge's own event
 * @param enabled whether it fires at all
 */
public record Schedule(String event, String expression, Optional<String> input, boolean enabled) {}
