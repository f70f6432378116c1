// SPDX-License-Identifier: MIT
// What tshark makes of records with the dissector: all fields that there are.

import {execFileSync} from 'node:child_process';
import {here, load} from './lib.mjs';

const {FIELDS} = await load('decode/fields.js');

const names = [...FIELDS.keys()].map((name) => `diagtap.${name}`);

/**
 * {field: values} of every record of a capture, values joined by |.
 * @param more further arguments of tshark
 */
export function dissected(capture, ...more) {
  const out = execFileSync('tshark', ['-n', '-r', capture,
    '-X', `lua_script:${here}/../../dissector/diagtap.lua`, ...more,
    '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|',
    ...names.flatMap((name) => ['-e', name])],
  {maxBuffer: 1e9, encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore']});
  return out.split('\n').slice(0, -1).map((line) => {
    const fields = {};
    line.split('\t').forEach((value, i) => {
      if (value !== '') fields[names[i]] = value;
    });
    return fields;
  });
}
