// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import dev.cfmanager.common.error.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;

/**
 * The members of a live configuration that the SDK does not model. CloudFront is older and newer than any SDK: an update
 * that sends only what the SDK understood would silently switch off whatever else is configured. So these members are
 * found in the document CloudFront sent, and put back into the document it gets, each into the object it came from.
 *
 * <p>A member whose object is gone from the new configuration, such as a removed origin, goes with it.
 */
final class UnknownMembers {
    /** What tells the items of a list apart, wherever they stand. */
    private static final List<String> KEYS =
            List.of("Id", "PathPattern", "HeaderName", "ErrorCode", "EventType", "OriginId", "Name");

    private final List<Found> found;

    private UnknownMembers(List<Found> found) {
        this.found = found;
    }

    /**
     * One member.
     *
     * @param path the way from the root to the object that has it
     * @param xml the member itself
     */
    private record Found(List<Step> path, Element xml) {

        String pointer() {
            StringBuilder pointer = new StringBuilder("/config");
            path.forEach(step -> pointer.append('/').append(step.element));
            return pointer.append('/').append(name(xml)).toString();
        }
    }

    /**
     * One step down.
     *
     * @param element the child's name
     * @param key the item's key and its text, such as {@code Id=origin-1}; empty when the child is no keyed item
     * @param index the item's place among its siblings, and how many those are; for items without a key
     */
    private record Step(String element, String key, String index) {}

    /** Finds them in a {@code DistributionConfig} document. */
    static UnknownMembers in(String document) {
        List<Found> found = new ArrayList<>();
        collect(Xml.parse(document).getDocumentElement(), (SdkPojo) DistributionConfig.builder(), List.of(), found);
        return new UnknownMembers(found);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * Puts them into a {@code DistributionConfig} document that lacks them.
     *
     * @throws OperationException CONFLICT, naming a member whose place cannot be told
     */
    String addTo(String document) {
        Document sent = Xml.parse(document);
        for (Found member : found) {
            Optional<Element> parent = Optional.of(sent.getDocumentElement());
            for (Step step : member.path) {
                parent = parent.flatMap(element -> child(element, step, member));
            }
            parent.ifPresent(element -> element.appendChild(sent.importNode(member.xml, true)));
        }
        return Xml.write(sent);
    }

    private static void collect(Element element, SdkPojo shape, List<Step> path, List<Found> found) {
        Map<String, SdkField<?>> fields = shape.sdkFieldNameToField();
        for (Element child : Xml.children(element)) {
            SdkField<?> field = fields.get(name(child));
            if (field == null) {
                found.add(new Found(path, child));
            } else if (field.marshallingType() == MarshallingType.SDK_POJO) {
                collect(child, field.constructor().get(), down(path, new Step(name(child), "", "")), found);
            } else if (field.marshallingType() == MarshallingType.LIST) {
                collectItems(child, field, down(path, new Step(name(child), "", "")), found);
            }
        }
    }

    private static void collectItems(Element list, SdkField<?> field, List<Step> path, List<Found> found) {
        ListTrait trait = field.getRequiredTrait(ListTrait.class);
        SdkField<?> shape = trait.memberFieldInfo();
        List<Element> items = Xml.children(list);
        for (int i = 0; i < items.size(); i++) {
            Element item = items.get(i);
            if (!name(item).equals(trait.memberLocationName())) {
                found.add(new Found(path, item));
            } else if (shape.marshallingType() == MarshallingType.SDK_POJO) {
                Step step = new Step(name(item), key(item), i + "/" + items.size());
                collect(item, shape.constructor().get(), down(path, step), found);
            }
        }
    }

    private static Optional<Element> child(Element parent, Step step, Found member) {
        List<Element> children = Xml.children(parent);
        boolean item = !step.index.isEmpty();
        for (int i = 0; i < children.size(); i++) {
            Element child = children.get(i);
            boolean same = !item
                    || (step.key.isEmpty()
                            ? (i + "/" + children.size()).equals(step.index)
                            : key(child).equals(step.key));
            if (name(child).equals(step.element) && same) {
                return Optional.of(child);
            }
        }
        if (item && step.key.isEmpty()) {
            throw OperationException.conflict(
                    "This distribution has a setting that this version of the manager does not" + " know, "
                            + member.pointer() + ", and the change would lose it; make the change elsewhere.");
        }
        return Optional.empty();
    }

    private static String key(Element item) {
        for (String key : KEYS) {
            for (Element child : Xml.children(item)) {
                if (name(child).equals(key)) {
                    return key + "=" + child.getTextContent();
                }
            }
        }
        return "";
    }

    private static List<Step> down(List<Step> path, Step step) {
        List<Step> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static String name(Node node) {
        return node.getLocalName();
    }
}
