// SPDX-License-Identifier: Apache-2.0
// Calls one function and prints one line of JSON: what it returned or why it failed, and what it logged.
(function () {
    'use strict';
    const input = globalThis.twinInput;
    delete globalThis.twinInput;
    const print = console.log.bind(console);
    const stringify = JSON.stringify;
    const lines = [];
    const finish = (answer) => print(stringify({ value: answer.value, error: answer.error, log: lines }));
    const fail = (problem) => finish({
        error: problem instanceof Error ? `${problem.name}: ${problem.message}` : `Error: ${String(problem)}`,
    });

    const show = (value) => (typeof value === 'string' ? value
        : value instanceof Error ? `${value.name}: ${value.message}`
            : typeof value === 'object' && value !== null ? stringify(value) : String(value));
    const log = (...values) => { lines.push(values.map(show).join(' ')); };
    globalThis.console = { log, info: log, warn: log, error: log, debug: log, trace: log };
    delete globalThis.Javy;

    const queryString = {
        parse: (text) => {
            const found = {};
            for (const pair of text.split('&').filter((part) => part !== '')) {
                const at = pair.indexOf('=');
                const decode = (part) => decodeURIComponent(part.replace(/\+/g, ' '));
                const name = decode(at < 0 ? pair : pair.slice(0, at));
                const value = at < 0 ? '' : decode(pair.slice(at + 1));
                found[name] = name in found ? [].concat(found[name], value) : value;
            }
            return found;
        },
        stringify: (values) => Object.entries(values)
            .flatMap(([name, value]) => [].concat(value).map((one) => [name, one]))
            .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
            .join('&'),
    };

    const openStore = (id) => {
        const known = Object.keys(input.stores);
        const chosen = id === undefined ? known[0] : id;
        if (!known.includes(chosen)) {
            throw new Error('The key value store is not associated with the function');
        }
        const values = input.stores[chosen];
        return {
            get: async (key, options) => {
                if (!Object.prototype.hasOwnProperty.call(values, key)) {
                    throw new Error(`KeyNotFound: ${key}`);
                }
                return options && options.format === 'json' ? JSON.parse(values[key]) : values[key];
            },
            exists: async (key) => Object.prototype.hasOwnProperty.call(values, key),
            meta: async () => ({ keyCount: Object.keys(values).length }),
        };
    };

    const modules = { querystring: queryString, cloudfront: { kvs: openStore } };
    modules.cloudfront.default = modules.cloudfront;
    const require = (name) => {
        const plain = name.replace(/^node:/, '');
        if (!(plain in modules)) {
            throw new Error(`Cannot find module '${name}'`);
        }
        return modules[plain];
    };

    // ES modules come as text without a loader: imports become require, exports become members of exports.
    const exported = [];
    const asScript = (source) => source
        .replace(/^[ \t]*import\s+(?:\*\s+as\s+)?(\w+)\s+from\s+(['"][^'"]+['"]);?/gm, 'const $1 = require($2);')
        .replace(/^[ \t]*import\s+(\{[^}]*\})\s+from\s+(['"][^'"]+['"]);?/gm, 'const $1 = require($2);')
        .replace(/^[ \t]*export\s+((?:const|let|var|async\s+function|function)\s+(\w+))/gm, (whole, rest, name) => {
            exported.push(name);
            return rest;
        });

    const define = () => {
        const script = asScript(input.source);
        if (input.form === 'SCRIPT') {
            return new Function('require', `${script}\n;return ${input.handler};`)(require);
        }
        globalThis.process = { env: input.environment };
        globalThis.setTimeout = (task, delay, ...values) => { Promise.resolve().then(() => task(...values)); return 0; };
        const module = { exports: {} };
        const tail = exported.map((name) => `exports.${name} = ${name};`).join('');
        new Function('exports', 'module', 'require', `${script}\n;${tail}`)(module.exports, module, require);
        return module.exports[input.handler];
    };

    const call = (handler) => {
        const values = input.arguments.map((text) => JSON.parse(text));
        if (input.form === 'SCRIPT' || handler.length < 3) {
            return handler(...values);
        }
        return new Promise((resolve, reject) => {
            const promised = handler(...values, (problem, value) => (problem ? reject(problem) : resolve(value)));
            if (promised && typeof promised.then === 'function') {
                promised.then(resolve, reject);
            }
        });
    };

    try {
        const handler = define();
        if (typeof handler !== 'function') {
            throw new Error(`${input.handler} is not defined or not exported`);
        }
        Promise.resolve(call(handler))
            .then((value) => finish({ value: value === undefined ? '' : stringify(value) }))
            .catch(fail);
    } catch (problem) {
        fail(problem);
    }
}());
