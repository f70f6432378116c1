// SPDX-License-Identifier: MIT
/**
 * worker.js - the viewer's worker: decodes records, holds the rows, filters
 * and saves them, so that the page has nothing to do but to show.
 *
 * It is a module worker, new Worker('worker.js', {type: 'module'}), and imports
 * only files below its own folder: input/, decode/, rows/, filter/, by the
 * paths they have in src/viewer.  Whoever embeds them keeps those paths.  All
 * but this file runs in Node as well.
 *
 * Words: a ROW is one line of the list.  Rows are numbered from 1 as they
 * come, and keep their number.  The LIST is what the filter lets through; its
 * places are counted from 0, and a row keeps its place too while the filter
 * stays the same.  Both have a `first` (the oldest still held) and a `next`
 * (one behind the newest); first == next: empty.  Without a filter row n is at
 * place n - 1.
 *
 * Here are kept at most 100,000 rows and 64 MiB of their records; beyond, the
 * oldest go, and are counted in `dropped`.
 *
 * FROM THE PAGE
 *   {type: 'begin'}                     a new live stream: its pcap header is
 *                                       next; what was half there is dropped
 *   {type: 'bytes', buffer}             more of it (ArrayBuffer, transferred),
 *                                       cut anywhere
 *   {type: 'open', name, buffer}        a file, plain, gzip or (where the browser
 *                                       has it) zstd: our pcap, Tailscale's,
 *                                       QMDL, mi2log, DLF, or a saved
 *                                       container stream.  Clears first
 *   {type: 'clear'}                     no rows, no counts; numbers begin anew
 *   {type: 'pause', on}                 on: what is held stays; new rows are
 *                                       added up to the bound, then counted in
 *                                       `missed`.  off: as before
 *   {type: 'filter', text}              '' lets all through
 *   {type: 'complete', text, caret}
 *   {type: 'view', first, count}        places that the page shows: answered
 *                                       at once, and never again
 *   {type: 'view', count, follow: true} the last places: answered at once and
 *                                       whenever the list grows
 *   {type: 'locate', row}               where is this row, or the next one
 *                                       behind it, in the list?
 *   {type: 'detail', row}
 *   {type: 'save', rows}                'all', 'filtered', or [row numbers]
 *
 * TO THE PAGE
 *   {type: 'tick', ...}        at most every 50 ms, when something is new:
 *     rows: {first, next}      row numbers held
 *     list: {first, next}      places of the list
 *     dropped, missed          rows, since clear
 *     held: {rows, bytes}      and bytes of records
 *     total: {records, frames, bytes, lost: {containers, bytes}}  since clear
 *     paused
 *     taken                    bytes of the live stream that are worked off,
 *                              since begin
 *     rates: [{second, rats: {lte: {frames, bytes}, ...}}]
 *                              seconds (Unix, of the host's clock) that have
 *                              changed, oldest first, each whole; RATS names
 *                              the keys.  bytes are those of frames
 *     marks: {first, hosts: Float64Array, lanes: Uint8Array, rats: Uint8Array}
 *                              one for each new row from number first on: its
 *                              host time, and indices into LANES and RATS
 *     cells: [{row, host, rat, radio, arfcn, pci}]
 *                              serving cells, where one changed; of UMTS pci is
 *                              the primary scrambling code
 *   {type: 'rows', first, rows: [row, ...], follow, oldest}
 *                              answers view; shape below.  oldest: the list's
 *                              first place now
 *   {type: 'filter', text, error: null | {at, length, text}}
 *                              the list starts over, `first` anew; with an
 *                              error the former filter stays
 *   {type: 'completions', text, caret, from, to, items: [{text, note}]}
 *                              put items[i].text in place of from..to
 *   {type: 'located', row, place}   place -1: none
 *   {type: 'detail', row, views: [{name, bytes: Uint8Array}], tree: [node]}
 *                              views[0] is the record (preamble and payload);
 *                              further ones are bytes that do not stand in it
 *                              so: unescaped frames, joined containers, PDUs.
 *                              tree null: the row is no longer held
 *   {type: 'saved', buffer, records, rows}   a pcap; an ArrayBuffer
 *   {type: 'opened', name, kind, rows, error}   error null or a sentence; behind
 *                              the tick that counts its rows.  None where
 *                              'clear' or another 'open' came first
 *   {type: 'trouble', text}    the live stream is not what it should be
 *
 * A row:
 *   n, host (ms since 1970, float), modem (the same, or null),
 *   dir 'up' | 'down' | '', rat (one of RATS), name, lane (one of LANES),
 *   op (number or null), opName, code (number or null), length (bytes of the
 *   packet, else of the payload), info (one line), pci, arfcn, radio (numbers
 *   or null), crc 'ok' | 'bad' | '' (none), truncated (bool),
 *   loss {containers, bytes} or null
 *
 * A node of a tree:
 *   label     what to show: "Log code: 0xb0c0 (LTE RRC OTA message)"
 *   field     its name in the dissector, "diagtap.log.code"; '' for none
 *   value     as tshark -T fields prints it
 *   view, offset, length   the bytes it stands for; length 0: none
 *   kind      '' | 'made' (not in the bytes) | 'note' | 'warn' | 'error'
 *   children  [node]
 */

import {Session} from './rows/session.js';

const session = new Session({
  post: (message, transfer) => self.postMessage(message, transfer ?? []),
  later: (act, ms) => setTimeout(act, ms),
});

self.onmessage = (event) => session.take(event.data);
