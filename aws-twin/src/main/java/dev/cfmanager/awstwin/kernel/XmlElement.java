// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One element of an AWS XML document: its local name, and either text or children. Attributes, namespaces and comments
 * carry nothing in AWS's protocols and are not kept. Immutable, so that a service may store what it was sent, members
 * it does not know included.
 *
 * @param name local name
 * @param text character data exactly as sent, blanks included; empty when there are children
 * @param children in document order; empty for a leaf
 */
public record XmlElement(String name, String text, List<XmlElement> children) implements Serializable {
    private static final int DEEPEST = 100; // no AWS document comes near; a hostile one must not exhaust the stack
    private static final XMLInputFactory PARSERS = XMLInputFactory.newDefaultFactory();

    static {
        PARSERS.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        PARSERS.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        PARSERS.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    /** Copies the children. */
    public XmlElement {
        children = List.copyOf(children);
    }

    /** A leaf. */
    public static XmlElement of(String name, String text) {
        return new XmlElement(name, text, List.of());
    }

    /** A leaf with a number. */
    public static XmlElement of(String name, long number) {
        return of(name, String.valueOf(number));
    }

    /** A leaf with {@code true} or {@code false}. */
    public static XmlElement of(String name, boolean flag) {
        return of(name, String.valueOf(flag));
    }

    /** An element with children. */
    public static XmlElement of(String name, List<XmlElement> children) {
        return new XmlElement(name, "", children);
    }

    /** An element with children, or an empty one. */
    public static XmlElement of(String name, XmlElement... children) {
        return of(name, List.of(children));
    }

    /** A list in CloudFront's form: {@code Quantity}, and {@code Items} unless there is none. */
    public static XmlElement list(String name, List<XmlElement> items) {
        XmlElement quantity = of("Quantity", items.size());
        return items.isEmpty() ? of(name, quantity) : of(name, quantity, of("Items", items));
    }

    /** Parses a document; empty when it is not well-formed, declares a document type, or nests absurdly deep. */
    public static Optional<XmlElement> parse(byte[] document) {
        try {
            XMLStreamReader reader = PARSERS.createXMLStreamReader(new ByteArrayInputStream(document));
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    return Optional.empty();
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    XmlElement root = read(reader, 0);
                    while (reader.hasNext()) {
                        reader.next(); // what follows the root must be well-formed too
                    }
                    return Optional.of(root);
                }
            }
            return Optional.empty();
        } catch (XMLStreamException malformed) {
            return Optional.empty();
        }
    }

    /** Parses a document given as text. */
    public static Optional<XmlElement> parse(String document) {
        return parse(document.getBytes(StandardCharsets.UTF_8));
    }

    /** The first child of that name. */
    public Optional<XmlElement> child(String childName) {
        for (XmlElement child : children) { // no stream: a configuration's rules ask hundreds of times
            if (child.name.equals(childName)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** The text of the first child of that name; empty when there is no such child. */
    public Optional<String> childText(String childName) {
        return child(childName).map(XmlElement::text);
    }

    /** All children of that name, in order. */
    public List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /** The texts of all children of that name, in order. */
    public List<String> childTexts(String childName) {
        return children(childName).stream().map(XmlElement::text).toList();
    }

    /** Whether there is a child of that name. */
    public boolean has(String childName) {
        return child(childName).isPresent();
    }

    /** The descendant at the end of a path of names; this element for an empty path. */
    public Optional<XmlElement> at(String... path) {
        Optional<XmlElement> here = Optional.of(this);
        for (int step = 0; step < path.length && here.isPresent(); step++) {
            here = here.get().child(path[step]);
        }
        return here;
    }

    /** The text at the end of a path of names; the empty string when there is no such element. */
    public String textAt(String... path) {
        return at(path).map(XmlElement::text).orElse("");
    }

    /** Whether the text at the end of a path of names is {@code true}. */
    public boolean flagAt(String... path) {
        return textAt(path).strip().equals("true");
    }

    /** The children of {@code Items} in the list at the end of a path of names; empty when there is no such list. */
    public List<XmlElement> itemsAt(String... path) {
        return at(path).flatMap(list -> list.child("Items"))
                .map(XmlElement::children)
                .orElse(List.of());
    }

    /** The texts of the children of {@code Items} in the list at the end of a path of names. */
    public List<String> textsAt(String... path) {
        return itemsAt(path).stream().map(XmlElement::text).toList();
    }

    /** This element with {@code child} in place of its first child of that name, or appended. */
    public XmlElement with(XmlElement child) {
        List<XmlElement> changed = new ArrayList<>(children);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).name.equals(child.name)) {
                changed.set(i, child);
                return of(name, changed);
            }
        }
        changed.add(child);
        return of(name, changed);
    }

    /** This element with {@code child} appended unless a child of that name exists. */
    public XmlElement withDefault(XmlElement child) {
        return has(child.name) ? this : with(child);
    }

    /** This element with its first child of that name changed; unchanged when there is none. */
    public XmlElement change(String childName, UnaryOperator<XmlElement> change) {
        return child(childName).map(child -> with(change.apply(child))).orElse(this);
    }

    /** This element with every child of its {@code Items} changed. */
    public XmlElement changeItems(UnaryOperator<XmlElement> change) {
        return change(
                "Items",
                items -> of("Items", items.children.stream().map(change).toList()));
    }

    /** The whole document with this element as its root, in that namespace; an empty namespace means none. */
    public String document(String namespace) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        write(xml, namespace);
        return xml.toString();
    }

    private void write(StringBuilder xml, String namespace) {
        xml.append('<').append(name);
        if (!namespace.isEmpty()) {
            xml.append(" xmlns=\"").append(namespace).append('"');
        }
        if (children.isEmpty() && text.isEmpty()) {
            xml.append("/>");
            return;
        }
        xml.append('>');
        if (children.isEmpty()) {
            escape(text, xml);
        }
        for (XmlElement child : children) {
            child.write(xml, "");
        }
        xml.append("</").append(name).append('>');
    }

    private static XmlElement read(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new XMLStreamException("nested too deeply");
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        int event = reader.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(read(reader, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new XMLStreamException("entities are not supported");
            }
            event = reader.next();
        }
        return new XmlElement(name, children.isEmpty() ? text.toString() : "", children);
    }

    private static void escape(String value, StringBuilder xml) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\n', '\t' -> xml.append(c);
                default -> {
                    if (c < ' ') {
                        xml.append("&#").append((int) c).append(';');
                    } else {
                        xml.append(c);
                    }
                }
            }
        }
    }
}
