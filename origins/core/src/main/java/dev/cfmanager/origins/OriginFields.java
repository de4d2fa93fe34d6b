// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Texts;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the fields that a create and an update of an origin share, noting what is unfit about them. */
public final class OriginFields {
    /** The longest name. */
    public static final int MOST_NAME_CHARACTERS = 128;

    /** S3 takes 50, of which one is ours. */
    private static final int MOST_TAGS = 49;

    private static final int MOST_TAG_KEY = 128;
    private static final int MOST_TAG_VALUE = 256;
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private final Fields body;
    private final boolean publicReadAllowed;

    /** Reads a request's body. */
    public OriginFields(ExecutionEnvironment environment, Fields body) {
        this.body = body;
        this.publicReadAllowed = environment
                .env()
                .get(EnvironmentVariable.ALLOW_PUBLIC_READ, "false")
                .equals("true");
    }

    /** The name, 1 to {@value #MOST_NAME_CHARACTERS} characters on one line without markup; empty when unfit. */
    public String name() {
        String name = body.text("name", MOST_NAME_CHARACTERS);
        if (!name.isEmpty() && !Texts.isName(name)) {
            body.problem("name", "must be one line without < and >");
        }
        return name.strip();
    }

    /** The website configuration asked for; empty when absent or null. */
    public Optional<Website> website() {
        return body.fields("websiteConfiguration").map(Website::read);
    }

    /** The CORS configuration asked for, with nothing but known members; empty when absent or null. */
    public Optional<ObjectNode> cors() {
        return body.fields("corsConfiguration").map(CorsRules::read);
    }

    /** Whether missing objects are 404 ({@code "404"}) or 403 ({@code "403"}); empty when absent. */
    public Optional<Boolean> missingObjectsAre404() {
        Optional<String> word = body.optionalText("missingObjects", 3);
        if (word.isPresent() && !word.get().equals("403") && !word.get().equals("404")) {
            body.problem("missingObjects", "must be \"403\" or \"404\"");
        }
        return word.map("404"::equals);
    }

    /** Whether anybody may read; empty when absent. Only true where the stack's {@code AllowPublicRead} agrees. */
    public Optional<Boolean> publicRead() {
        Optional<Boolean> wanted = body.bool("allowPublicRead");
        if (wanted.orElse(false) && !publicReadAllowed) {
            body.problem(
                    "allowPublicRead",
                    "is not permitted here: an operator must first set the stack's parameter AllowPublicRead");
        }
        return wanted;
    }

    /**
     * Tags for the bucket; empty when absent.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging.html">What S3 takes for tags</a>
     */
    public Map<String, String> tags() {
        Map<String, String> tags = body.textMap("tags", MOST_TAGS, MOST_TAG_KEY, MOST_TAG_VALUE);
        tags.forEach((key, value) -> {
            if (key.startsWith("aws:") || key.startsWith(Buckets.TAG_PREFIX)) {
                body.problem("tags", "keys must not begin with aws: or " + Buckets.TAG_PREFIX);
            } else if (!TAG.matcher(key).matches() || !TAG.matcher(value).matches()) {
                body.problem("tags", "may hold only letters, digits, spaces and _ . : / = + - @");
            }
        });
        return tags;
    }
}
