// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;

/**
 * A distribution as the edge locations have it.
 *
 * @param id such as {@code E1ABCDEFGHIJKL}
 * @param arn its ARN
 * @param domainName such as {@code d111111abcdef8.cloudfront.net}
 * @param config the {@code DistributionConfig} in force
 */
public record LiveDistribution(String id, String arn, String domainName, XmlElement config) {}
