// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import java.util.Optional;

/**
 * The templates there are, the built-in ones among them until somebody deletes them. Reads by id see every write before
 * them; a list by category may miss one of the last second. Thread-safe. Every method fails with
 * {@link OperationException} when the table cannot be reached.
 */
public interface TemplateRepository {

    /** The template of that id. */
    Optional<Template> find(String id);

    /**
     * The template of that id.
     *
     * @throws OperationException NOT_FOUND when there is none
     */
    default Template require(String id) {
        return find(id).orElseThrow(() -> OperationException.notFound("Template", id));
    }

    /** Adds a new template as version 1; empty, with nothing written, when its id is taken. */
    Optional<Template> create(Template template);

    /**
     * Writes a changed template if nobody has changed the stored one since it was read, that is if its version is still
     * {@code changed.version()}; a built-in one is stored from then on.
     *
     * @return the template as stored, one version later; empty, with nothing written, when the race was lost
     */
    Optional<Template> update(Template changed);

    /**
     * Deletes a template that nobody has changed since it was read; false when somebody has, or it is gone. A built-in one
     * stays deleted, whatever is deployed later.
     */
    boolean delete(Template template);

    /**
     * A page of all templates, in no order that lasts.
     *
     * @throws OperationException VALIDATION_ERROR for a token that is not of this list
     */
    Page<Template> list(PageRequest page);

    /**
     * A page of the templates of a category, in no order that lasts.
     *
     * @throws OperationException VALIDATION_ERROR for a token that is not of this list
     */
    Page<Template> listByCategory(String category, PageRequest page);
}
