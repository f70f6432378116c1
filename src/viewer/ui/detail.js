// SPDX-License-Identifier: MIT
/**
 * detail.js - the tree of fields of one record (worker.js: a node of a tree).
 *
 * page.js and selection.js use it.
 *
 *   new Detail(root, {
 *     onNode(node)    the reader has selected a node: show its bytes
 *     onEngine(name)  "diagtap" or "wireshark": who decodes
 *   })
 *
 * Below the tree stands the filter for the selected node, which works here and
 * in Wireshark.  A node that the reader has closed stays closed in the next records.  The path
 * of names from the top identifies a node.
 */

import {filterText} from '../filter/tree_field.js';
import {el} from './dom.js';

const FRAME = 'diagtap.frame';

export const HINT = 'Select a row to see its fields.';

export class Detail {
  constructor(root, listener) {
    this.listener = listener;
    this.closed = new Set(['/frame']); // what Wireshark says of the record itself
    this.nodes = new Map(); // treeitem -> node
    this.chosenPath = '';
    this.title = el('span', {class: 'title', text: 'Detail'});
    this.engines = this.makeEngines();
    const head = el('div', {class: 'pane-head'}, this.title, this.engines);
    this.body = el('div', {class: 'pane-body'});
    this.name = el('div', {class: 'field-name', text: ''});
    root.append(head, this.body, this.name);
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
    this.name.textContent = '';
    this.title.textContent = 'Detail';
    this.body.replaceChildren(el('p', {class: 'pane-empty', text}));
  }

  show(row, title, nodes) {
    const top = this.body.scrollTop;
    const focused = this.wantsFocus || this.body.contains(document.activeElement);
    this.nodes.clear();
    this.title.textContent = title;
    this.name.textContent = '';
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
    this.name.textContent = node.filter ?? filterText(node.field, node.value);
    if (!quiet) item.firstElementChild.scrollIntoView({block: 'nearest'});
    this.listener.onNode(node);
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
    if (!acts[event.key]) return;
    event.preventDefault();
    const next = acts[event.key]();
    if (!next) return;
    this.choose(next);
    next.focus();
  }
}
