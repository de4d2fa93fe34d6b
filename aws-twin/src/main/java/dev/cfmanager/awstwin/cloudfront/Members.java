// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.Set;

/** Checks of single members that many rules share. */
final class Members {
    private Members() {}

    /** Refuses a member that is missing or empty, or not one of the values. */
    static void required(XmlElement element, String member, Set<String> allowed) {
        if (element.textAt(member).isEmpty()) {
            throw Refusals.required(member);
        }
        optional(element, member, allowed);
    }

    /** Refuses a member that is present and not one of the values. */
    static void optional(XmlElement element, String member, Set<String> allowed) {
        String value = element.textAt(member);
        if (!value.isEmpty() && !allowed.contains(value)) {
            throw Refusals.invalidArgument("The parameter " + member + " does not have a valid value: " + value + ".");
        }
    }

    /** Refuses a member that is present and no whole number of that range, with the code that AWS gives it. */
    static void range(XmlElement element, String member, long least, long most, String code) {
        String value = element.textAt(member);
        if (!value.isEmpty() && !within(value, least, most)) {
            throw Refusals.badRequest(
                    code, "The parameter " + member + " must be between " + least + " and " + most + ".");
        }
    }

    static void range(XmlElement element, String member, long least, long most) {
        range(element, member, least, most, "InvalidArgument");
    }

    /** The number a member holds; {@code ifAbsent} when it is absent or no whole number. */
    static long number(XmlElement element, String member, long ifAbsent) {
        String value = element.textAt(member);
        return value.matches("\\d{1,15}") ? Long.parseLong(value) : ifAbsent;
    }

    private static boolean within(String value, long least, long most) {
        return value.matches("\\d{1,15}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most;
    }
}
