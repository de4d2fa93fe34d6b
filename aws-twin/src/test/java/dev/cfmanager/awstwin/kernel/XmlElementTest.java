// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlElementTest {

    @Test
    void writesWhatItReads() {
        String xml = "<A><B> x &amp; &lt;y&gt; </B><C/><B>2</B></A>";

        XmlElement root = XmlElement.parse(xml).orElseThrow();

        assertThat(root.childTexts("B")).containsExactly(" x & <y> ", "2");
        assertThat(root.child("C")).contains(XmlElement.of("C"));
        assertThat(root.document("")).isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml);
    }

    @Test
    void ignoresNamespacesAndIndentation() {
        XmlElement root = XmlElement.parse("<A xmlns=\"http://example.com/\">\n  <B>1</B>\n</A>")
                .orElseThrow();

        assertThat(root).isEqualTo(XmlElement.of("A", XmlElement.of("B", 1)));
        assertThat(root.document("http://example.com/")).contains("<A xmlns=\"http://example.com/\">");
    }

    @Test
    void keepsCarriageReturnsInText() {
        XmlElement element = XmlElement.of("A", XmlElement.of("B", "1\r\n2"));

        assertThat(XmlElement.parse(element.document(""))).contains(element);
    }

    @Test
    void refusesWhatIsNotWellFormed() {
        assertThat(XmlElement.parse("<A><B></A>")).isEmpty();
        assertThat(XmlElement.parse("")).isEmpty();
        assertThat(XmlElement.parse("{}")).isEmpty();
        assertThat(XmlElement.parse("<A/><B/>")).isEmpty();
    }

    @Test
    void readsNothingFromDocumentTypes() {
        String secret = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><A>&x;</A>";

        assertThat(XmlElement.parse(secret)).isEmpty();
    }

    @Test
    void doesNotExhaustTheStackOnDeepNesting() {
        assertThat(XmlElement.parse("<a>".repeat(100_000) + "</a>".repeat(100_000)))
                .isEmpty();
    }
}
