// SPDX-License-Identifier: MIT
/**
 * noeval.js - takes the place of Function for code of Emscripten.
 *
 * worker.js uses it.  Emscripten's embind makes functions of text, which the
 * policy of our worker forbids.  It makes texts of two kinds only: one gives a
 * function a name, the other calls into WebAssembly.  Both are made here as
 * closures, with what the text says about them.  Any other text is refused.
 *
 * It depends on these two texts, so it belongs to one version of the package
 * (script/wireshark).
 */

const Real = Function;

const HEAD = /^return function ([\w$]+)\(/;

const refuse = () => {
  throw new EvalError('Text is not run as code here');
};

const withName = (name, act) => Object.defineProperty(act, 'name', {value: name});

/** createNamedFunction: (body) => a function of that name. */
const namer = (name) => (body) => withName(name, function named() {
  return Reflect.apply(body, this, arguments);
});

/**
 * craftInvokerFunction: values of `names` => a function that converts its
 * arguments, calls `invoker`, and frees what the arguments took.
 */
function caller(name, names, text) {
  const hasStack = text.includes('var destructors = [];');
  const isMethod = text.includes('var thisWired = ');
  const returns = text.includes('var rv = ');
  return (...values) => {
    const given = new Map(names.map((one, i) => [one, values[i]]));
    const types = names.filter((one) => /^argType\d+$/.test(one)).map((one) => given.get(one));
    const free = (one, wired) => given.get(`${one}_dtor`)?.(wired);
    return withName(name, function call(...args) {
      if (args.length !== types.length) {
        given.get('throwBindingError')(`function ${name} called with ${args.length} arguments, ` +
          `expected ${types.length} args!`);
      }
      const stack = hasStack ? [] : null;
      const self = isMethod ? [given.get('classParam').toWireType(stack, this)] : [];
      const wired = types.map((type, i) => type.toWireType(stack, args[i]));
      const result = given.get('invoker')(given.get('fn'), ...self, ...wired);
      if (hasStack) given.get('runDestructors')(stack);
      else {
        if (isMethod) free('thisWired', self[0]);
        wired.forEach((one, i) => free(`arg${i}Wired`, one));
      }
      return returns ? given.get('retType').fromWireType(result) : undefined;
    });
  };
}

/** As Function: the names of parameters, and then the text of the body. */
export function WithoutEval(...params) {
  const text = String(params.pop());
  const [, name] = HEAD.exec(text) ?? refuse();
  if (params.length === 1 && params[0] === 'body') return namer(name);
  return params[0] === 'throwBindingError' ? caller(name, params, text) : refuse();
}

WithoutEval.prototype = Real.prototype;
