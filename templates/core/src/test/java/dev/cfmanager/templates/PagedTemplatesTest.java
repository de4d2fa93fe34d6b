// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagedTemplatesTest {
    private static final int LAMBDA_BYTES = 6 * 1024 * 1024;

    @Test
    void endsAPageBeforeItOutgrowsAnAnswerOfLambda() {
        List<Template> stored = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ObjectNode config = TemplatesStage.config();
            config.put("Comment", "x".repeat(i % 3 == 0 ? 250_000 : 10));
            stored.add(TemplatesStage.sample("tmpl-" + i).config(config).build());
        }
        List<Template> listed = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            PagedTemplates page = new PagedTemplates(new PageRequest(1000, token));
            page.addStored(wanted -> slice(stored, wanted));
            assertThat(page.page().items().stream()
                            .mapToInt(template -> template.config().toString().length())
                            .sum())
                    .isBetween(1, LAMBDA_BYTES - 1024 * 1024);
            listed.addAll(page.page().items());
            token = page.page().nextToken();
        } while (token.isPresent());

        assertThat(listed)
                .extracting(Template::id)
                .isEqualTo(stored.stream().map(Template::id).toList());
    }

    private static Page<Template> slice(List<Template> all, PageRequest wanted) {
        int from = wanted.token().map(Integer::parseInt).orElse(0);
        int to = Math.min(all.size(), from + wanted.limit());
        return new Page<>(all.subList(from, to), to < all.size() ? Optional.of(String.valueOf(to)) : Optional.empty());
    }
}
