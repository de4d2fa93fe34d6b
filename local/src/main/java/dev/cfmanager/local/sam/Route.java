// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

/**
 * A method of the API that a function serves.
 *
 * @param apiRef what {@code !Ref} of its API gives
 * @param method in upper case; {@code ANY} for every method
 * @param path such as {@code /distributions/{id}} or {@code /certificates/{arn+}}
 * @param open whether it is served without a token ({@code Auth.Authorizer: NONE})
 */
public record Route(String apiRef, String method, String path, boolean open) {}
