// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.log;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Keeps secrets and personal data out of log lines: by the field's name, and by the look of the value. */
public final class Redaction {
    /** What stands where something was removed. */
    public static final String MARK = "[redacted]";

    private static final Set<String> SECRET_NAMES =
            Set.of("authorization", "token", "idtoken", "accesstoken", "refreshtoken", "password", "secret", "cookie");
    private static final Pattern SECRET_LOOKS = Pattern.compile(
            "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.?[A-Za-z0-9_-]*" // JWT
                    + "|(?i:bearer)\\s+\\S+"
                    + "|X-Amz-(?:Signature|Security-Token|Credential)=[^&\\s]+"
                    + "|(?:AKIA|ASIA)[A-Z0-9]{16}"
                    + "|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+"
                    + "|(?<=:)\\d{12}(?=:)"); // the account in an ARN

    private Redaction() {}

    /** The value as it may be logged under that name. */
    public static String of(String name, String value) {
        if (SECRET_NAMES.contains(name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", ""))) {
            return MARK;
        }
        return SECRET_LOOKS.matcher(value).replaceAll(MARK);
    }
}
