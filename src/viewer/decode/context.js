// SPDX-License-Identifier: MIT
/**
 * context.js - one way through one record: what the functions hand to each
 * other.
 *
 * A record is read twice.  First when it comes: it gives rows, and `tree` is
 * null all along, so that nothing is made that nobody looks at.  Again when
 * somebody looks at a row: then `tree` is a node, and what the record took from
 * earlier ones is in record.kept.
 *
 * Offsets are those in `s`, the bytes that are looked at now: the record, or
 * a view of bytes that do not stand in it so.  `at` is where something
 * begins, `stop` the offset behind it.
 */

import {FIELDS, labelOf, valueOf, valueText} from './fields.js';
import {MESSAGE_FIELDS, PLMN, messageLabel, messageValue} from
  './values/fields.js';
import {Row} from './row.js';
import {Seen} from './seen.js';

/** A node of the tree, see worker.js. */
export function node(label, field, value, view, offset, length, kind = '') {
  return {label, field, value, view, offset, length, kind, children: []};
}

export class Context {
  /**
   * @param state what records hand on to later ones, see state.js
   * @param emit called with each row that is made, and with what it says (see
   *   seen.js) or null; null on later visits
   * @param wanted the frame to look at, by its number; 0 for all
   */
  constructor(record, state, emit, wanted = 0) {
    this.record = record;
    this.state = state;
    this.emit = emit;
    this.isVisited = emit === null;
    this.wanted = wanted;
    this.s = record.bytes;
    this.view = 0;
    this.views = this.isVisited ? [{name: 'Record', bytes: record.bytes}] : null;
    this.top = this.isVisited
      ? node('Record', '', '', 0, 0, record.bytes.length) : null;
    this.isCut = record.length > record.bytes.length;
    this.isRequest = false;
    this.token = null;     // of the message; null: of the modem itself
    this.collected = null; // or an array: gets each frame, see collect()
    this.messages = 0;
    this.frames = 0;
    this.joins = 0;
    this.rows = 0;
    this.from = null;      // numbers of the records that have its parts
    this.first = -1;       // a flag before which a stream was joined
    this.isFirst = false;  // that flag ends this frame
    this.flag = -1;
    this.escape = -1;
    this.row = null; // the one in the making
    this.seen = null; // what it says
    this.isMute = false; // in a frame that nobody wants to see
    this.depth = 0;
  }

  // Rows ---------------------------------------------------------------------

  /** Begins a row; what follows fills it. */
  open(frame, length) {
    this.row = new Row(this.record, frame, length);
    this.seen = null;
    if (this.isCut) this.row.truncated = true;
    this.rows++;
    return this.row;
  }

  /** A row that says all about itself. */
  say(name, lane, what, length) {
    const row = this.open(0, length);
    row.name = name;
    row.lane = lane;
    row.what = what;
    this.close();
    return row;
  }

  /** Keeps the next frame: what stands in a message at..stop, but for its last flag. */
  collect(s, at, stop) {
    this.collected?.push({token: this.token, bytes: s.subarray(at, stop)});
  }

  close() {
    if (this.emit) this.emit(this.row, this.seen);
    this.row = this.seen = null;
    this.isMute = false;
  }

  // What a row says -----------------------------------------------------------

  /** Keeps a value of the message that the row is; the first of each key. */
  keep(key, value) {
    if (!this.emit) return;
    const {values} = this.seen ??= new Seen();
    if (values[key] === undefined) values[key] = value;
  }

  /** A value of a message, by its name in values/fields.js. */
  tell(tree, name, at, length, value) {
    const field = MESSAGE_FIELDS.get(name);
    if (this.emit) {
      if (field.key) this.keep(field.key, value);
      if (field.isTold) this.row.tell(field, value);
    } else if (tree) {
      tree.children.push(node(messageLabel(field, value), name,
        messageValue(field, value), this.view, at, length));
    }
  }

  /** A network that a cell belongs to; Wireshark has but digits of it. */
  tellNetwork(tree, plmn, at, length) {
    if (this.emit) {
      this.keep('plmn', plmn);
      this.row.tell(PLMN, plmn);
    } else {
      this.group(tree, `PLMN: ${plmn}`, at, length);
    }
  }

  /** A field of a log that says something of a cell. */
  hear(field, value) {
    this.seen ??= new Seen();
    this.seen.hear(field, value);
  }

  // Views --------------------------------------------------------------------

  /** Runs `look` with other bytes; returns what it does. */
  within(name, bytes, look) {
    const {s, view, flag, escape} = this;
    if (this.isVisited) this.view = this.views.push({name, bytes}) - 1;
    this.s = bytes;
    this.flag = this.escape = -1;
    const result = look();
    this.s = s;
    this.view = view;
    this.flag = flag;
    this.escape = escape;
    return result;
  }

  // The tree -----------------------------------------------------------------

  /** Adds a field that stands at at..at+length. */
  add(tree, name, at, length, value) {
    return tree && this.addIn(this.view, tree, name, at, length, value);
  }

  /** The same in another view. */
  addIn(view, tree, name, at, length, value) {
    const field = FIELDS.get(name);
    value ??= valueOf(field, this.views[view].bytes, at, length);
    const child = node(labelOf(field, value), `diagtap.${name}`,
      valueText(field, value), view, at, length);
    tree.children.push(child);
    return child;
  }

  /** Adds what does not stand in the bytes; nothing without a value. */
  note(tree, name, value) {
    if (!tree || value === undefined || value === null) return;
    const field = FIELDS.get(name);
    tree.children.push(node(labelOf(field, value), `diagtap.${name}`,
      valueText(field, value), this.view, 0, 0, 'made'));
  }

  /** Adds a node without a field. */
  group(tree, label, at, length) {
    if (!tree) return null;
    const child = node(label, '', '', this.view, at, length);
    tree.children.push(child);
    return child;
  }

  /** Adds rows of [field, offset, size] that are known to be there. */
  show(tree, rows, at) {
    if (!tree) return;
    for (const [name, offset, size] of rows) {
      this.add(tree, name, at + offset, size);
    }
  }

  /** Adds rows as far as the bytes go; false where they end first. */
  rowsTo(tree, rows, at, stop) {
    for (const [name, offset, size] of rows) {
      if (at + offset + size > stop) {
        this.complain(tree, 'short',
          `Ends before byte ${offset + size}`);
        return false;
      }
      if (tree) this.add(tree, name, at + offset, size);
    }
    return true;
  }

  /** Something is wrong here. */
  complain(tree, name, text) {
    if (this.row && name === 'short') this.row.truncated = true;
    const at = tree ?? this.top;
    if (!at || this.isMute) return;
    at.children.push(node(text, `diagtap.${name}`, '1', this.view, 0, 0,
      FIELDS.get(name).severity));
  }

  // What records hand on -----------------------------------------------------

  /** Keeps what this record took from earlier ones, for later visits. */
  remember(key, value) {
    this.record.kept ??= new Map();
    this.record.kept.set(key, value);
    return value;
  }

  recall(key) {
    return this.record.kept?.get(key);
  }
}
