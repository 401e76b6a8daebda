package io.duality.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once on each JDK of this machine; an expected one that is missing is reported as
 * skipped, by name. Parameters may be an {@link AgentJvm} (each a JVM to be started, in a directory
 * of its own) and the {@link Jdk}. What the test started is ended after it; its directories are
 * kept, and named on stdout, when it failed.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EveryJdk.class)
public @interface OnEveryJdk {}
