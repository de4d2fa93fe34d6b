// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * The records of edge functions. Writes are conditional: who changes or removes a record must have read its latest
 * version, else nothing is written and the answer says so.
 */
public interface EdgeFunctionRepository {

    /** Keeps a new record; false, with nothing written, when the id is taken. */
    boolean create(EdgeFunction function);

    /** The record of that id, read consistently. */
    Optional<EdgeFunction> find(String functionId);

    /** Keeps a changed record under the next version and gives it back; empty when somebody else was faster. */
    Optional<EdgeFunction> save(EdgeFunction changed);

    /** Removes a record; false when somebody else changed or removed it meanwhile. */
    boolean remove(EdgeFunction function);

    /** A page of all records, without code and mapping. */
    Page<EdgeFunction> list(PageRequest page);

    /** The ids of all records with that status, oldest first; may lag behind by about a second. */
    List<String> idsWith(EdgeFunctionStatus status);
}
