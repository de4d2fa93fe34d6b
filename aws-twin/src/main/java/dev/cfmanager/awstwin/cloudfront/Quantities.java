// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.XmlElement;

/** The rule that every {@code Quantity} counts the {@code Items} beside it. */
final class Quantities {
    private Quantities() {}

    /**
     * Checks a whole document.
     *
     * @throws AwsError {@code InconsistentQuantities}, 400
     * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html">CreateDistribution, errors</a>
     */
    static void check(XmlElement element) {
        XmlElement quantity = element.child("Quantity").orElse(null);
        if (quantity != null) {
            int items =
                    element.child("Items").map(list -> list.children().size()).orElse(0);
            if (!quantity.text().strip().equals(Integer.toString(items))) {
                throw new AwsError(
                        400,
                        "InconsistentQuantities",
                        "The value of Quantity and the size of Items don't match in " + element.name() + ".");
            }
        }
        for (XmlElement child : element.children()) {
            check(child);
        }
    }
}
