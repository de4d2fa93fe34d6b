// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import java.util.ArrayList;
import java.util.List;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Parser;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.NumberLiteral;
import org.mozilla.javascript.ast.StringLiteral;

/**
 * A file's syntax tree, flattened.
 *
 * @param shape kind and depth of every node, with the names and numbers in it, without what string literals say
 * @param literals what the string literals say, in order
 */
record SyntaxTree(List<String> shape, List<String> literals) {

    static SyntaxTree of(String source) {
        CompilerEnvirons language = new CompilerEnvirons();
        language.setLanguageVersion(Context.VERSION_ES6);
        AstRoot root = new Parser(language).parse(source, "index.js", 1);
        List<String> shape = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        root.visit(node -> {
            String what = node.depth() + node.getClass().getSimpleName() + node.getType();
            if (node instanceof StringLiteral) {
                literals.add(((StringLiteral) node).getValue());
            } else if (node instanceof Name) {
                what += ((Name) node).getIdentifier();
            } else if (node instanceof NumberLiteral) {
                what += ((NumberLiteral) node).getValue();
            }
            shape.add(what);
            return true;
        });
        return new SyntaxTree(shape, literals);
    }
}
