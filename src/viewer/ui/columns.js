// SPDX-License-Identifier: MIT
/**
 * columns.js - the columns of the list: which are shown, and how wide.
 *
 * grid.js, row.js and list.js use it.  The reader may hide a column, change its
 * width, and add a field of the detail as a column.  The browser keeps the choice.
 *
 * A column is {name, title, note, width, field}: width in px, or 'flex' for the
 * one that takes the rest; field is a name of the dissector, of added columns.
 */

import {isPhone, settings} from './dom.js';

const STANDARD = [
  {name: 'n', title: 'No.', width: 58},
  {name: 'host', title: 'Time', note: 'Time when diagtapd read it', width: 88},
  {name: 'modem', title: 'Modem time', note: 'Time that the modem wrote', width: 88},
  {name: 'dir', title: '', note: 'Direction', width: 14},
  {name: 'rat', title: 'RAT', note: 'Radio access technology', width: 40},
  {name: 'name', title: 'Message', width: 250},
  {name: 'code', title: 'Code', note: 'Log code, or opcode', width: 50},
  {name: 'length', title: 'Len', note: 'Length of the packet in bytes', width: 44},
  {name: 'info', title: 'Info', width: 'flex'},
];

const DATE = 80;   // px that a date adds to a time
const ADDED = 90;  // px of an added column
export const NARROW = 24; // px: the narrowest width
const MOST = 12;   // added columns

const isDatedTime = ({name}) => name === 'host' || name === 'modem';

export class Columns {
  constructor(onChange) {
    this.onChange = onChange;
    this.isDated = false;
    this.narrow = matchMedia('(max-width: 1050px)'); // no room for two times
    this.phone = matchMedia('(max-width: 700px)');
    for (const media of [this.narrow, this.phone]) media.addEventListener('change', () => onChange());
    const {hidden = [], widths = {}, added = []} = this.load();
    this.hidden = new Set(hidden);
    this.widths = new Map(Object.entries(widths));
    this.added = added.filter((field) => typeof field === 'string').slice(0, MOST);
  }

  load() {
    try {
      const kept = JSON.parse(settings.get('columns') ?? '{}');
      return kept !== null && typeof kept === 'object' ? kept : {};
    } catch {
      return {};
    }
  }

  changed() {
    settings.set('columns', JSON.stringify({
      hidden: [...this.hidden], widths: Object.fromEntries(this.widths), added: this.added,
    }));
    this.onChange();
  }

  /** All columns, in their order; the added ones stand before the last. */
  get all() {
    const added = this.added.map((field) =>
      ({name: field, title: field.replace(/^diagtap\./, ''), note: field, width: ADDED, field}));
    return [...STANDARD.slice(0, -1), ...added, STANDARD.at(-1)];
  }

  /** A phone has an order of its own (style/list.css). */
  get shown() {
    if (isPhone()) return this.all;
    return this.all.filter(({name}) => !this.hidden.has(name) &&
      !(this.narrow.matches && name === 'modem'));
  }

  /** The value of grid-template-columns. */
  get template() {
    return this.shown.map((column) => {
      const width = this.widths.get(column.name) ?? column.width;
      if (width === 'flex') return 'minmax(120px, 1fr)';
      return `${width + (this.isDated && isDatedTime(column) ? DATE : 0)}px`;
    }).join(' ');
  }

  /** on: times have dates.  True: that is new, and widths are others. */
  setDated(on) {
    const isNew = on !== this.isDated;
    this.isDated = on;
    return isNew;
  }

  /** In px, without a date. */
  widthOf(name) {
    return this.widths.get(name) ?? this.all.find((one) => one.name === name).width;
  }

  resize(name, width) {
    const column = this.all.find((one) => one.name === name);
    const date = this.isDated && isDatedTime(column) ? DATE : 0;
    this.widths.set(name, Math.max(NARROW, Math.round(width - date)));
    this.changed();
  }

  toggle(name) {
    if (!this.hidden.delete(name)) this.hidden.add(name);
    this.changed();
  }

  /** A field of the dissector; a second time removes it. */
  toggleField(field) {
    if (this.added.includes(field)) this.added = this.added.filter((one) => one !== field);
    else if (this.added.length < MOST) this.added.push(field);
    this.changed();
  }

  reset() {
    this.hidden.clear();
    this.widths.clear();
    this.added = [];
    this.changed();
  }
}
