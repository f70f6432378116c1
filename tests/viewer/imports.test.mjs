// SPDX-License-Identifier: MIT
// The imports of the viewer: no circle, and the worker takes no file of the
// page.  Each check first finds a planted fault.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

const IMPORT = /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?'(\.[^']+)'/gm;

/** Folders that a file of the worker may import from (worker.js). */
const WORKER = ['decode', 'filter', 'input', 'radio', 'rows'];

const folderOf = (file) => file.split('/')[0];

/** File -> the files that it imports, by their paths below src/viewer. */
function importsOf(root) {
  const files = fs.readdirSync(root, {recursive: true}).filter((file) => file.endsWith('.js'));
  return new Map(files.map((file) => [file,
    [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(IMPORT)]
      .map(([, name]) => path.join(path.dirname(file), name))]));
}

/** The first circle as a list of files, or null. */
function circleIn(imports) {
  const done = new Set();
  const visit = (file, trail) => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...trail, file]);
      if (circle) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return null;
}

/** Imports from the worker's folders to other ones, as "FILE -> FILE". */
const strays = (imports) => [...imports].filter(([file]) => WORKER.includes(folderOf(file)))
  .flatMap(([file, names]) => names.filter((name) => !WORKER.includes(folderOf(name)))
    .map((name) => `${file} -> ${name}`));

const withImport = (imports, from, to) =>
  new Map([...imports].map(([file, names]) => [file, file === from ? [...names, to] : names]));

const imports = importsOf(process.env.VIEWER);

test('all imports are read', () => {
  assert.ok(imports.get('page.js').includes('ui/list.js'));
  assert.ok(imports.get('worker.js').includes('rows/session.js'));
  const missing = [...imports].flatMap(([, names]) => names).filter((name) => !imports.has(name));
  assert.deepEqual(missing, []);
});

test('no file imports a file that imports it', () => {
  const planted = withImport(imports, 'ui/dom.js', 'ui/list.js');
  assert.match(`${circleIn(planted)}`, /ui\/list\.js.*ui\/dom\.js/);
  assert.equal(circleIn(imports), null);
});

test('no file of the worker imports a file of the page', () => {
  assert.deepEqual(strays(withImport(imports, 'rows/list.js', 'ui/dom.js')),
    ['rows/list.js -> ui/dom.js']);
  assert.deepEqual(strays(imports), []);
});
