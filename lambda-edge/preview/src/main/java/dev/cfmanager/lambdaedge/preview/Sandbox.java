// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import dev.cfmanager.common.json.Json;
import dev.cfmanager.lambdaedge.EdgeCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * Runs a generated file as Lambda's Node.js would, and lets it reach nothing: no Java class, no file, no network, no
 * module, a limit on its work. What it sees is the language, {@code exports}, {@code process.env.AWS_REGION} and the
 * event.
 *
 * <p>Loading counts as one run per region, as at the edge, where each region has a process of its own.
 */
final class Sandbox {
    /** Work one file may do per region: about a second. */
    private static final int MOST_INSTRUCTIONS = 10_000_000;

    private static final int DEEPEST_CALL = 500;

    /** Calls the handler and waits for its promise; the only script here that is not the generated file. */
    private static final String CALL = "(function (exports, text) {"
            + " var outcome = {};"
            + " exports.handler(JSON.parse(text)).then("
            + " function (request) { outcome.answer = JSON.stringify(request); },"
            + " function (error) { outcome.error = String(error); });"
            + " return outcome; })";

    private final ContextFactory factory = new Limits();
    private final ScriptableObject library;
    private final Script file;

    /** Compiles the file; the language's own objects are shared by all runs and sealed, so that no run can change them. */
    Sandbox(EdgeCode code) {
        try (Context context = factory.enterContext()) {
            library = context.initSafeStandardObjects(null, true);
            file = context.compileString(code.source(), EdgeCode.FILE, 1, null);
        }
    }

    /** Loads the file for a region and hands it the events one after the other; empty stands for no region at all. */
    List<Outcome> run(Optional<String> region, List<String> events) {
        try (Context context = factory.enterContext()) {
            Scriptable scope = context.newObject(library);
            scope.setPrototype(library);
            scope.setParentScope(null);
            Scriptable exports = load(context, scope, region);
            List<Outcome> outcomes = new ArrayList<>();
            for (String event : events) {
                outcomes.add(call(context, scope, exports, event));
            }
            return outcomes;
        } catch (RhinoException | WorkLimitReached failure) {
            Outcome failed = new Outcome(Optional.empty(), Optional.of(String.valueOf(failure.getMessage())));
            return Collections.nCopies(events.size(), failed);
        }
    }

    private Scriptable load(Context context, Scriptable scope, Optional<String> region) {
        Scriptable exports = context.newObject(scope);
        Scriptable variables = context.newObject(scope);
        region.ifPresent(value -> ScriptableObject.putProperty(variables, "AWS_REGION", value));
        Scriptable process = context.newObject(scope);
        ScriptableObject.putProperty(process, "env", variables);
        ScriptableObject.putProperty(scope, "process", process);
        ScriptableObject.putProperty(scope, "exports", exports);
        file.exec(context, scope, scope);
        return exports;
    }

    private static Outcome call(Context context, Scriptable scope, Scriptable exports, String event) {
        try {
            Function call = (Function) context.evaluateString(scope, CALL, "call", 1, null);
            Scriptable outcome = (Scriptable) call.call(context, scope, scope, new Object[] {exports, event});
            context.processMicrotasks();
            return new Outcome(text(outcome, "answer"), text(outcome, "error"));
        } catch (RhinoException failure) {
            return new Outcome(Optional.empty(), Optional.of(String.valueOf(failure.getMessage())));
        }
    }

    private static Optional<String> text(Scriptable object, String name) {
        Object value = ScriptableObject.getProperty(object, name);
        return value instanceof CharSequence ? Optional.of(value.toString()) : Optional.empty();
    }

    /**
     * What came of one event.
     *
     * @param answer the request the handler gave back, as JSON
     * @param error why there is none
     */
    record Outcome(Optional<String> answer, Optional<String> error) {

        /** The answer's text under that JSON pointer; empty when it has none. */
        Optional<String> at(String pointer) {
            return answer.map(text -> Json.parseOwn(text).at(pointer))
                    .filter(node -> node.isTextual())
                    .map(node -> node.textValue());
        }
    }

    /** An Error, so that no catch clause of the running script can hold it. */
    private static final class WorkLimitReached extends Error {
        private static final long serialVersionUID = 1L;

        WorkLimitReached() {
            super("the code did too much work", null, false, false);
        }
    }

    private static final class Limits extends ContextFactory {
        @Override
        protected Context makeContext() {
            Counted context = new Counted(this);
            context.setLanguageVersion(Context.VERSION_ES6);
            context.setInterpretedMode(true); // nothing here runs long enough to be worth compiling
            context.setMaximumInterpreterStackDepth(DEEPEST_CALL);
            context.setInstructionObserverThreshold(10_000);
            context.setClassShutter(name -> false);
            return context;
        }

        @Override
        protected void observeInstructionCount(Context context, int instructions) {
            ((Counted) context).count(instructions);
        }
    }

    private static final class Counted extends Context {
        private long done;

        Counted(ContextFactory factory) {
            super(factory);
        }

        void count(int instructions) {
            done += instructions;
            if (done > MOST_INSTRUCTIONS) {
                throw new WorkLimitReached();
            }
        }
    }
}
