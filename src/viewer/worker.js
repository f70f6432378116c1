// SPDX-License-Identifier: MIT
/**
 * worker.js - the worker of the viewer: it decodes records, holds the rows,
 * filters and saves them.  The page only shows them.
 *
 * It is a module worker, new Worker('worker.js', {type: 'module'}).  It imports
 * only files of input/, decode/, radio/, rows/ and filter/, by their paths in
 * src/viewer; a program that embeds the worker keeps these paths.  All files but
 * this one also run in Node.
 *
 * Words: a ROW is one line of the list.  Rows are numbered from 1, and a row
 * keeps its number.  The LIST is the rows that pass the filter.  Its places are
 * counted from 0, and a row keeps its place until the filter changes.  Rows and
 * list both have `first` (the oldest that is held) and `next` (the newest plus
 * one); both are equal if there are none.  Without a filter row n has place
 * n - 1.
 *
 * The worker holds at most 100,000 rows and 64 MiB of their records.  Above that
 * it drops the oldest rows and counts them in `dropped`.  While a file is
 * decoded, both the file's rows and those that are shown are held.
 *
 * FROM THE PAGE
 *   {type: 'begin'}                     a new live stream begins, with a pcap
 *                                       header; drop an incomplete record
 *   {type: 'bytes', buffer}             more of the stream (ArrayBuffer,
 *                                       transferred), in pieces of any size
 *   {type: 'open', name, buffer}        show a file, plain, gzip, zip or (if the
 *                                       browser can) zstd: a pcap of diagtap or
 *                                       Tailscale, QMDL, mi2log, DLF, HDF, or a
 *                                       saved container stream.  What is shown
 *                                       stays until the file is decoded
 *   {type: 'clear'}                     drop all rows and counts; numbers begin
 *                                       at 1 again
 *   {type: 'pause', on}                 on: keep all rows; add new rows up to the
 *                                       limit, then count them in `missed`.
 *                                       off: go on
 *   {type: 'filter', text}              '' passes all rows
 *   {type: 'complete', text, caret}
 *   {type: 'view', first, count}        places that the page shows: one answer,
 *                                       at once
 *   {type: 'view', count, follow: true} the last places: an answer at once, and
 *                                       one whenever the list grows
 *   {type: 'locate', row}               the place of this row, or of the first
 *                                       row after it that is in the list
 *   {type: 'detail', row}
 *   {type: 'columns', fields}           fields of the detail that rows have in
 *                                       `extra`
 *   {type: 'colours', rules}            filters: a row has the number of the first
 *                                       that it passes, from 1
 *   {type: 'record', row}               for Wireshark: the row as a record of its
 *                                       own
 *   {type: 'records', id, from, to, context}   the same of rows from..to, with so
 *                                       many rows before them
 *   {type: 'pick', text, rows, more}    the list is these rows: those that pass
 *                                       the filter `text` of Wireshark.  more:
 *                                       they come behind those of the list
 *   {type: 'radio', what, ...}          what the pictures show: 'signal' (and from,
 *                                       to, columns), 'cells', 'procedures' (and
 *                                       chosen, row) or 'observations' (isBrief)
 *   {type: 'save', rows, form, notes}   'all', 'filtered', or [row numbers]; form
 *                                       'message' (or none): a pcap with a record
 *                                       for each message; 'container': as served;
 *                                       'csv', 'json': the list, with notes
 *                                       {row number: text} as a column
 *
 * TO THE PAGE
 *   {type: 'tick', ...}        something has changed; at most every 50 ms:
 *     rows: {first, next}      row numbers that are held
 *     list: {first, next}      places of the list
 *     dropped, missed          rows, since 'clear'
 *     held: {rows, bytes}      rows, and bytes of their records
 *     total: {records, frames, bytes, lost: {containers, bytes}}  since 'clear'
 *     paused
 *     taken                    bytes of the live stream that are decoded, since
 *                              'begin'
 *     rates: [{second, rats: {lte: {frames, bytes}, ...}}]
 *                              the seconds that have changed (Unix time of the
 *                              host), oldest first, with their full values.
 *                              RATS has the keys; bytes are those of frames
 *     marks: {rows: Uint32Array, hosts: Float64Array, lanes: Uint8Array,
 *             rats: Uint8Array}
 *                              an element for each new row: its number, host
 *                              time, index into LANES, index into RATS
 *     cells: [{row, host, rat, radio, arfcn, pci}]
 *                              changes of the serving cell; for UMTS pci is the
 *                              primary scrambling code
 *     filtered: null | {rates, marks, cells}
 *                              the same of the rows that pass the filter, from
 *                              the oldest that is held on; null without one
 *   {type: 'rows', first, rows: [row, ...], follow, oldest}
 *                              answers 'view'; a row is explained below.
 *                              oldest: the first place of the list now
 *   {type: 'filter', text, error: null | {at, length, text}, kept}
 *                              the list is new, and so is its `first`.  After an
 *                              error the old filter, `kept`, stays
 *   {type: 'completions', text, caret, from, to, items: [{text, note}]}
 *                              items[i].text can replace from..to
 *   {type: 'located', row, place}   place -1: there is none
 *   {type: 'detail', row, views: [{name, bytes: Uint8Array}], tree: [node]}
 *                              views[0] is the record (preamble and payload).
 *                              Other views are decoded from it: unescaped
 *                              frames, joined containers, PDUs.  tree null: the
 *                              row is no longer held
 *   {type: 'record', row, pcap}     pcap: an ArrayBuffer, or null: no longer held
 *   {type: 'records', id, rows, first, pcap}   rows: a number for each record;
 *                              those before `first` are the context
 *   {type: 'saved', buffer, records, rows, form}   a file in an ArrayBuffer;
 *                              records: of a pcap; else rows
 *   {type: 'replaced'}         a file takes the place of what was shown; its
 *                              tick follows, and then 'opened'.  Bytes of the
 *                              live stream are ignored until 'begin'
 *   {type: 'opened', name, kind, rows, error}   error: null or a sentence.  No
 *                              rows and an error: what was shown is still there.
 *                              Not sent if 'clear' or another 'open' came first
 *   {type: 'trouble', text}    the live stream is damaged
 *   {type: 'radio', what, ...}   answers 'radio':
 *     signal: cells: [{key, rat, arfcn, pci, count}],
 *             points: [{row, host, key, level, quality, snr}], see
 *             radio/levels.js
 *     cells: cells: [{key, rat, arfcn, pci, plmn, tac, cellId, band, first,
 *             last, best: {n, level}, measured}]; first and last: {n, host}
 *     procedures: procedures: [{id, title, rat, radio, first, last, kind 'good' |
 *             'bad' | 'none', result, cause}], and of the one that is `chosen`
 *             steps: [{n, host, dir, name, nas, told, layer 'rrc' | 'nas'}], more
 *     observations: looked (rows that the rules have seen), counts: {rule: n},
 *             observations: [{rule, rat, radio, host, rows: [n], text}], or null
 *
 * A row:
 *   n, host (ms since 1970, float), modem (the same, or null),
 *   dir 'up' | 'down' | '', rat (one of RATS), name, lane (one of LANES),
 *   op (number or null), opName, code (number or null), length (bytes of the
 *   packet, or of the payload), info (one line), pci, arfcn, radio (numbers
 *   or null), crc 'ok' | 'bad' | '' (none), truncated (bool),
 *   loss {containers, bytes} or null,
 *   extra {field: text}, if there are such columns; colour, if a rule fits
 *
 * A node of a tree:
 *   label     the text to show: "Log code: 0xb0c0 (LTE RRC OTA message)"
 *   field     its name in the dissector, "diagtap.log.code"; '' for none
 *   value     as tshark -T fields prints it
 *   view, offset, length   the bytes of the node; length 0: none
 *   kind      '' | 'made' (not in the bytes) | 'note' | 'warn' | 'error'
 *   children  [node]
 */

import {Session} from './rows/session.js';

const session = new Session({
  post: (message, transfer) => self.postMessage(message, transfer ?? []),
  later: (act, ms) => setTimeout(act, ms),
});

self.onmessage = (event) => session.take(event.data);
