// SPDX-License-Identifier: MIT
/**
 * worker.js - Wireshark in a worker of its own: @goodtools/wiregasm, which is not
 * part of diagtap (script/wireshark fetches it).
 *
 * wireshark.js starts it.  The server sends this file with a policy that lets it
 * compile WebAssembly and reach nothing: what it needs comes in the first
 * message.
 *
 * FROM THE PAGE, each with an `id`, which the answer repeats:
 *   {type: 'begin', wasm, data, lua, preferences}   ArrayBuffers, and texts
 *   {type: 'tree', pcap}          of the last record of a pcap
 *   {type: 'check', text}         a display filter
 *   {type: 'complete', text}
 *   {type: 'passing', text, pcap} which of its records pass a valid filter
 *
 * TO THE PAGE
 *   {id, answer} or {id, failed: text}
 */

import {Dissection} from './dissection.js';
import {WithoutEval} from './noeval.js';

const PACKAGE = '../../wireshark/wiregasm.js';
const CONFIG = '/home/web_user/.config/wireshark';

let dissection = null;

/** The package asks for a loader of modules (AMD), and gives its own function to it. */
async function loaderOf() {
  let loader;
  self.Function = WithoutEval;
  self.define = Object.assign((needs, make) => { loader = make(); }, {amd: true});
  await import(PACKAGE);
  delete self.define;
  return loader;
}

async function begin({wasm, data, lua, preferences}) {
  const load = await loaderOf();
  const silent = () => {};
  const wg = await load({
    wasmBinary: wasm, getPreloadedPackage: () => data, locateFile: (path) => path,
    print: silent, printErr: silent, handleStatus: silent,
  });
  wg.FS.writeFile('/plugins/diagtap.lua', lua);
  wg.FS.mkdirTree(CONFIG);
  wg.FS.writeFile(`${CONFIG}/preferences`, preferences);
  if (!wg.init()) throw new Error('Wireshark does not start.');
  dissection = new Dissection(wg);
  return {version: wg.wiresharkVersion()};
}

const acts = {
  begin,
  tree: ({pcap}) => dissection.tree(pcap),
  check: ({text}) => dissection.check(text),
  complete: ({text}) => dissection.complete(text),
  passing: ({text, pcap}) => dissection.passing(pcap, text),
};

self.onmessage = async ({data}) => {
  try {
    self.postMessage({id: data.id, answer: await acts[data.type](data)});
  } catch (error) {
    self.postMessage({id: data.id, failed: String(error?.message ?? error)});
  }
};
