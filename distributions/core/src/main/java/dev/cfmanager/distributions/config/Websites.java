// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.Website;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Gives a distribution in front of a private website bucket what S3's website endpoint would do: the index document for
 * the root and for folders, and the error document, or the one page of a single-page application, for what is missing.
 * What the client has decided itself stays.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html">Default root object</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html">Custom error responses</a>
 */
final class Websites implements ConfigRule {
    /** The index document that the stack's function knows. */
    private static final String FOLDER_INDEX = "index.html";

    /** What S3 answers for a missing object, without and with permission to list. */
    private static final List<Integer> MISSING = List.of(403, 404);

    /** A page that was missing may be there in a moment. */
    private static final int SECONDS_IN_CACHE = 10;

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    private final OriginRepository origins;
    private final Optional<String> folderFunction;

    /** Websites of these origins; folders are answered by that CloudFront function, where the stack has one. */
    Websites(OriginRepository origins, Optional<String> folderFunction) {
        this.origins = origins;
        this.folderFunction = folderFunction;
    }

    @Override
    public void apply(ConfigDraft draft) {
        Part root = Part.root(draft.config());
        Optional<Part> behavior = root.child("DefaultCacheBehavior");
        Optional<Website> website = behavior.flatMap(part -> origin(draft, part.text("TargetOriginId")))
                .flatMap(Website::of);
        if (behavior.isEmpty() || website.isEmpty()) {
            return;
        }
        if (root.text("DefaultRootObject").isEmpty()) {
            root.node().put("DefaultRootObject", website.get().indexSuffix());
        }
        if (website.get().indexSuffix().equals(FOLDER_INDEX)) {
            folderFunction.ifPresent(arn -> answerFolders(behavior.get().node(), arn));
        }
        if (!root.node().has("CustomErrorResponses") && servesNothingElse(draft.config(), behavior.get())) {
            website.get().errorKey().ifPresent(key -> answerMissing(root.node(), website.get(), key));
        }
    }

    private Optional<Origin> origin(ConfigDraft draft, String id) {
        return draft.managed(id).or(() -> id.startsWith("origin-") ? origins.find(id) : Optional.empty());
    }

    /** CloudFront refuses two kinds of code at the viewer's side of one behaviour. */
    private static void answerFolders(ObjectNode behavior, String functionArn) {
        if (!behavior.has("FunctionAssociations") && !behavior.has("LambdaFunctionAssociations")) {
            behavior.putObject("FunctionAssociations")
                    .putArray("Items")
                    .addObject()
                    .put("FunctionARN", functionArn)
                    .put("EventType", "viewer-request");
        }
    }

    /** Error responses hold for all behaviours: the page of a website must not replace the answers of an API beside it. */
    private static boolean servesNothingElse(ObjectNode config, Part defaultBehavior) {
        String target = defaultBehavior.text("TargetOriginId");
        return Part.behaviors(config).stream()
                .allMatch(behavior -> behavior.text("TargetOriginId").equals(target));
    }

    private static void answerMissing(ObjectNode config, Website website, String key) {
        ArrayNode responses = config.putObject("CustomErrorResponses").putArray("Items");
        for (int code : MISSING) {
            responses
                    .addObject()
                    .put("ErrorCode", code)
                    .put("ResponsePagePath", "/" + encoded(key))
                    .put("ResponseCode", website.singlePage() ? "200" : "404")
                    .put("ErrorCachingMinTTL", SECONDS_IN_CACHE);
        }
    }

    /** CloudFront takes the path of a page percent-encoded. */
    private static String encoded(String key) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
            if (each > 0 && UNRESERVED.indexOf(each) >= 0) {
                encoded.append((char) each);
            } else {
                encoded.append("%%%02X".formatted(each & 0xff));
            }
        }
        return encoded.toString();
    }
}
