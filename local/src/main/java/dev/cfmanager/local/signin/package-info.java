// SPDX-License-Identifier: Apache-2.0
/** Stands where Amazon Cognito stands: signs ID tokens, and checks them as the API's authorizer does. */
@NullMarked
package dev.cfmanager.local.signin;

import org.jspecify.annotations.NullMarked;
