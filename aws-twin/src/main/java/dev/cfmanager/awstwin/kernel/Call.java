// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One call the twin received.
 *
 * @param number position among all calls since the twin began, from 1
 * @param at virtual time of its arrival
 * @param caller who signed it
 * @param service signing name of the service
 * @param operation API operation
 * @param iamActions the IAM actions it needed
 * @param resources the ARNs it touched
 * @param status HTTP status answered; 0 while it runs, or when the answer was lost
 * @param errorCode the service's error code; empty on success
 */
public record Call(
        long number,
        Instant at,
        Caller caller,
        String service,
        String operation,
        Set<String> iamActions,
        List<String> resources,
        int status,
        String errorCode) {

    private static final List<String> READS =
            List.of("BatchGet", "Describe", "Get", "Head", "List", "Query", "Scan", "TransactGet");

    static Call arriving(long number, Instant at, Caller caller, String service) {
        return new Call(number, at, caller, service, "Unknown", Set.of(), List.of(), 0, "");
    }

    Call resolved(Operation found) {
        return new Call(number, at, caller, service, found.name(), found.iamActions(), found.resources(), 0, "");
    }

    Call answered(int newStatus, String newErrorCode) {
        return new Call(number, at, caller, service, operation, iamActions, resources, newStatus, newErrorCode);
    }

    /** Whether the operation changes nothing in the account, whatever it answers; AWS names those by a few verbs. */
    public boolean isRead() {
        return READS.stream().anyMatch(operation::startsWith);
    }

    /** {@code service:Operation}, as fault scripts and assertions spell it. */
    public String name() {
        return service + ":" + operation;
    }
}
