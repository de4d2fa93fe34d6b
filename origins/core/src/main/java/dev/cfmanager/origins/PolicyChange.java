// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What has to happen to a bucket's policy. */
public sealed interface PolicyChange {

    /** Nothing: it says what it should. */
    record None() implements PolicyChange {}

    /** It becomes this one. */
    record Write(ObjectNode policy) implements PolicyChange {}

    /** It goes, as S3 refuses a policy without statements. */
    record Delete() implements PolicyChange {}
}
