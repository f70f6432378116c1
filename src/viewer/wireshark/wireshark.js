// SPDX-License-Identifier: MIT
/**
 * wireshark.js - the page's side of Wireshark: fetches it, starts its worker, and
 * asks it.
 *
 * page.js and the panes use it.  It is not part of diagtap: the server has it
 * only if its administrator has fetched it.  What is fetched must have the hash
 * that stands here.
 *
 *   new Wireshark(api)
 */

/** Of the package whose version script/wireshark names: SHA-256. */
const HASHES = {
  'wiregasm.wasm': 'sha256-3QW8nQo8jUl5S3WAAK4KficJPCx1h6C3t3ruMhb3by0=',
  'wiregasm.data': 'sha256-AjwIYYHUATL9X7rIkBa0ic3p0hBABH63eosC9Euyn+M=',
};

/** Enciphered NAS must not be read as if it were plain; one column is enough. */
const PREFERENCES = 'nas-eps.null_decipher: FALSE\ngui.column.format: \n\t"No.", "%m"\n';

const ANSWER_MS = 10000; // ms without an answer, after which the worker is ended

export const LOAD_SIZE = '19 MB';

export class Wireshark {
  #api;
  #worker = null;
  #ready = null; // a promise of {version}
  #waiting = new Map(); // id -> {resolve, reject, timer}
  #id = 0;

  constructor(api) {
    this.#api = api;
  }

  get isLoaded() {
    return this.#ready !== null;
  }

  /** Loads it once.  Rejects with an Error whose message is for people. */
  load() {
    this.#ready ??= this.#begin().catch((error) => {
      this.#end(error);
      throw error;
    });
    return this.#ready;
  }

  tree(pcap) {
    return this.#ask({type: 'tree', pcap}, [pcap]);
  }

  check(text) {
    return this.#ask({type: 'check', text});
  }

  complete(text) {
    return this.#ask({type: 'complete', text});
  }

  passing(text, pcap) {
    return this.#ask({type: 'passing', text, pcap}, [pcap]);
  }

  async #begin() {
    const [wasm, data, lua] = await Promise.all([
      this.#file('wiregasm.wasm'), this.#file('wiregasm.data'), this.#dissector()]);
    this.#worker = new Worker(new URL('worker.js', import.meta.url), {type: 'module'});
    this.#worker.onmessage = ({data: message}) => this.#answered(message);
    this.#worker.onerror = () => this.#end(new Error('Wireshark has failed.'));
    return this.#post({type: 'begin', wasm, data, lua, preferences: PREFERENCES},
      [wasm, data], 6 * ANSWER_MS);
  }

  async #file(name) {
    try {
      const answer = await fetch(this.#api.url(`wireshark/${name}`), {integrity: HASHES[name]});
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return await answer.arrayBuffer();
    } catch (error) {
      throw new Error(`Wireshark cannot be loaded: ${name} is not there, or is not the file ` +
        `that this version of diagtap expects (${error.message}).`, {cause: error});
    }
  }

  async #dissector() {
    const answer = await this.#api.fetch('diagtap.lua');
    if (!answer.ok) throw new Error(`The dissector cannot be loaded (${answer.status}).`);
    return answer.text();
  }

  async #ask(message, transfer) {
    await this.load();
    return this.#post(message, transfer);
  }

  #post(message, transfer = [], timeout = ANSWER_MS) {
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(new Error(
        'Wireshark did not answer, and was ended. It is loaded again when it is needed.')),
      timeout);
      this.#waiting.set(id, {resolve, reject, timer});
      this.#worker.postMessage({...message, id}, transfer);
    });
  }

  #answered({id, answer, failed}) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (failed === undefined) waiting.resolve(answer);
    else this.#end(new Error(`Wireshark has failed: ${failed}`), waiting);
  }

  /** After a failure the worker's memory is not to be trusted: the next use loads it anew. */
  #end(error, ...others) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = null;
    for (const {reject, timer} of [...others, ...this.#waiting.values()]) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
  }
}
