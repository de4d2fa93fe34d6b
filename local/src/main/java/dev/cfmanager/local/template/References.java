// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

/** What other resources of the stack turned out to be. */
public interface References {

    /**
     * What {@code !Ref logicalId} stands for: a name, an id or an ARN, by the resource's type.
     *
     * @throws TemplateException when there is no such resource
     */
    String ref(String logicalId);

    /**
     * What {@code !GetAtt logicalId.attribute} stands for.
     *
     * @throws TemplateException when there is no such resource or attribute
     */
    String attribute(String logicalId, String attribute);

    /** Answers every reference with its own name: enough to read a template without making anything. */
    static References byName() {
        return new References() {
            @Override
            public String ref(String logicalId) {
                return logicalId;
            }

            @Override
            public String attribute(String logicalId, String attribute) {
                return logicalId + "." + attribute;
            }
        };
    }
}
