// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import java.util.List;
import java.util.Map;

/**
 * May this principal do that?
 *
 * @param asker who asks
 * @param action such as {@code s3:GetObject}
 * @param resource an ARN
 * @param context values of condition keys, by lower-case name; a key that the request does not have is absent
 */
public record Question(Asker asker, String action, String resource, Map<String, List<String>> context) {}
