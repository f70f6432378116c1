// SPDX-License-Identifier: MIT
/**
 * detail.js - the tree of fields of one record (worker.js: a node of a tree).
 *
 * page.js and selection.js use it.
 *
 *   new Detail(root, {
 *     onNode(node)    the reader has selected a node: show its bytes
 *     onEngine(name)  "diagtap" or "wireshark": who decodes
 *     onApply(act, text, field)  do something with the selected field: ACTS has
 *                     the acts; text is its filter
 *     onMessage(act)  do something with the whole message: MESSAGE_ACTS has the acts
 *   })
 *
 * Below the tree stands the filter for the selected node, which works here and
 * in Wireshark.  A node that the reader has closed stays closed in the next records.  The path
 * of names from the top identifies a node.
 */

import {filterText} from '../filter/tree_field.js';
import {el} from './dom.js';

const FRAME = 'diagtap.frame';

/** What one can do with a field: [act, key, text, note]. */
const ACTS = [
  ['filter', 'f', 'Filter', 'Show the rows with this value (F)'],
  ['and', 'a', 'And', 'Add it to the filter (A)'],
  ['column', 'c', 'Column', 'Make the field a column, or remove it (C)'],
  ['colour', 'o', 'Colour', 'Colour the rows with this value, or no longer (O)'],
  ['copy', 'y', 'Copy', 'Copy the filter (Y)'],
];

/** What one can do with the message: [act, text, note]. */
const MESSAGE_ACTS = [
  ['bookmark', 'Bookmark', 'Bookmark the row, with a note (B)'],
  ['text', 'Copy text', 'Copy all fields as a text (T)'],
  ['hex', 'Copy hex', 'Copy the bytes that are shown, in hexadecimal (H)'],
];

export const HINT = 'Select a row to see its fields.';

export class Detail {
  constructor(root, listener) {
    this.listener = listener;
    // What Wireshark says of the record itself, and our groups of radio_first.js.
    this.closed = new Set(['/frame', '/diagtap.frame/Framing', '/Container']);
    this.nodes = new Map(); // treeitem -> node
    this.chosenPath = '';
    this.title = el('span', {class: 'title', text: 'Detail'});
    this.engines = this.makeEngines();
    this.messageActs = el('span', {class: 'engines', role: 'group', 'aria-label': 'Message', hidden: true},
      ...MESSAGE_ACTS.map(([act, text, note]) =>
        el('button', {type: 'button', text, title: note, on: {click: () => listener.onMessage(act)}})));
    const head = el('div', {class: 'pane-head'}, this.title,
      el('span', {class: 'pane-acts'}, this.messageActs, this.engines));
    this.body = el('div', {class: 'pane-body'});
    this.name = el('span', {class: 'text'});
    this.acts = el('span', {class: 'acts', hidden: true}, ...ACTS.map(([act, , text, note]) =>
      el('button', {type: 'button', text, title: note, on: {click: () => this.apply(act)}})));
    const foot = el('div', {class: 'field-name'}, this.name, this.acts);
    root.append(head, this.body, foot);
    this.body.addEventListener('click', (event) => this.clicked(event));
    this.body.addEventListener('keydown', (event) => this.pressed(event));
    this.clear(HINT);
  }

  /** Two buttons, of which one is pressed; hidden until there is a choice. */
  makeEngines() {
    const buttons = [['diagtap', 'diagtap'], ['wireshark', 'Wireshark']].map(([engine, text]) =>
      el('button', {
        type: 'button', text, 'aria-pressed': engine === 'diagtap', 'data-engine': engine,
        on: {click: () => this.setEngine(engine)},
      }));
    return el('span', {class: 'engines', role: 'group', 'aria-label': 'Decoder', hidden: true}, ...buttons);
  }

  /** note: said of Wireshark's button, "loads 19 MB"; null: there is no Wireshark. */
  offerWireshark(note) {
    this.engines.hidden = note === null;
    this.engines.lastElementChild.title = note ?? '';
  }

  setEngine(engine) {
    for (const button of this.engines.children)
      button.setAttribute('aria-pressed', button.dataset.engine === engine);
    this.listener.onEngine(engine);
  }

  /** Shows a text in place of a tree. */
  clear(text) {
    this.nodes.clear();
    this.tree = null;
    this.roots = [];
    this.messageActs.hidden = true;
    this.name.textContent = '';
    this.acts.hidden = true;
    this.title.textContent = 'Detail';
    this.body.replaceChildren(el('p', {class: 'pane-empty', text}));
  }

  show(row, title, nodes) {
    const top = this.body.scrollTop;
    const focused = this.wantsFocus || this.body.contains(document.activeElement);
    this.nodes.clear();
    this.roots = nodes;
    this.messageActs.hidden = false;
    this.title.textContent = title;
    this.name.textContent = '';
    this.acts.hidden = true;
    this.tree = el('ul', {class: 'tree', role: 'tree', 'aria-label': title},
      ...nodes.map((node) => this.item(node, 0, '')));
    this.body.replaceChildren(this.tree);
    this.body.scrollTop = top;
    const again = this.items().find((item) => item.dataset.path === this.chosenPath);
    if (again) this.choose(again, {quiet: true});
    else this.begin();
    if (focused) this.focus();
  }

  /** Selects the frame: that is what a row of the list shows. */
  begin() {
    const frame = this.items().find((item) => this.nodes.get(item).field === FRAME);
    if (!frame) {
      this.tree.firstElementChild?.setAttribute('tabindex', 0);
      return;
    }
    this.choose(frame, {quiet: true});
    this.body.scrollTop = frame.offsetTop - this.body.offsetTop;
  }

  item(node, depth, above) {
    const path = `${above}/${node.field || node.label.split(':')[0]}`;
    const children = node.children ?? [];
    const item = el('li', {
      role: 'treeitem', tabindex: -1, 'aria-selected': false,
      'aria-level': depth + 1, 'data-kind': node.kind || null,
      'data-depth': depth, 'data-path': path,
      'aria-expanded': children.length ? String(!this.closed.has(path)) : null,
    });
    const label = el('span', {class: 'node', text: node.label});
    label.style.setProperty('--depth', depth);
    item.append(label);
    this.nodes.set(item, node);
    if (children.length)
      item.append(el('ul', {role: 'group'},
        ...children.map((child) => this.item(child, depth + 1, path))));
    return item;
  }

  /** The visible items, from top to bottom. */
  items() {
    return [...this.tree?.querySelectorAll('[role="treeitem"]') ?? []]
      .filter((item) => !item.parentElement.closest('[aria-expanded="false"]'));
  }

  choose(item, {quiet = false} = {}) {
    const node = this.nodes.get(item);
    if (!node) return;
    for (const old of this.tree.querySelectorAll('[tabindex="0"], [aria-selected="true"]')) {
      old.setAttribute('tabindex', -1);
      old.setAttribute('aria-selected', false);
    }
    item.setAttribute('tabindex', 0);
    item.setAttribute('aria-selected', true);
    this.chosenPath = item.dataset.path;
    this.node = node;
    this.name.textContent = this.filterOf(node);
    this.acts.hidden = this.name.textContent === '';
    if (!quiet) item.firstElementChild.scrollIntoView({block: 'nearest'});
    this.listener.onNode(node);
  }

  filterOf({filter, field, value}) {
    return filter ?? filterText(field, value);
  }

  apply(act) {
    const text = this.name.textContent;
    if (text !== '') this.listener.onApply(act, text, this.node.field);
  }

  /** Selects the deepest node that has this byte. */
  chooseAt(view, offset) {
    let best = null;
    for (const [item, node] of this.nodes) {
      if (node.view !== view || offset < node.offset || offset >= node.offset + node.length) continue;
      if (!best || node.length <= this.nodes.get(best).length) best = item;
    }
    if (!best) return;
    for (let up = best.parentElement.closest('[aria-expanded]'); up;
      up = up.parentElement.closest('[aria-expanded]')) this.open(up, true);
    this.choose(best);
  }

  open(item, on) {
    if (!item.hasAttribute('aria-expanded')) return;
    item.setAttribute('aria-expanded', on);
    if (on) this.closed.delete(item.dataset.path);
    else this.closed.add(item.dataset.path);
  }

  isOpen(item) {
    return item.getAttribute('aria-expanded') === 'true';
  }

  clicked(event) {
    const item = event.target.closest('[role="treeitem"]');
    if (!item) return;
    const label = item.firstElementChild;
    const inArrow = event.clientX < label.getBoundingClientRect().left +
      parseFloat(getComputedStyle(label).paddingLeft);
    if (inArrow || event.detail === 2) this.open(item, !this.isOpen(item));
    this.choose(item);
    item.focus({preventScroll: true});
  }

  /** Focuses the tree, now or when it arrives. */
  focus() {
    const item = this.tree?.querySelector('[tabindex="0"]');
    item?.focus({preventScroll: true});
    this.wantsFocus = !item;
  }

  /** The keys of a tree, as in the ARIA authoring practices. */
  pressed(event) {
    const item = event.target.closest('[role="treeitem"]');
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    const items = this.items();
    const at = items.indexOf(item);
    const parent = item.parentElement.closest('[role="treeitem"]');
    const acts = {
      ArrowDown: () => items[at + 1],
      ArrowUp: () => items[at - 1],
      Home: () => items[0],
      End: () => items[items.length - 1],
      ArrowRight: () => {
        if (this.isOpen(item)) return items[at + 1];
        this.open(item, true);
        return item;
      },
      ArrowLeft: () => {
        if (!this.isOpen(item)) return parent;
        this.open(item, false);
        return item;
      },
      Enter: () => {
        this.open(item, !this.isOpen(item));
        return item;
      },
    };
    const [act] = ACTS.find(([, key]) => key === event.key) ?? [];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      this.apply(act);
      return;
    }
    if (!acts[event.key]) return;
    event.preventDefault();
    const next = acts[event.key]();
    if (!next) return;
    this.choose(next);
    next.focus();
  }
}
