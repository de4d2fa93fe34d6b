// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that asks for what only the twin can do: scripted faults, call log, settings, hosted code. Left out elsewhere. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TwinOnly {}
