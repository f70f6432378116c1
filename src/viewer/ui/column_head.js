// SPDX-License-Identifier: MIT
/**
 * column_head.js - the head of the list: the names of the columns, their edges to
 * drag, and a menu to hide, show and remove columns.
 *
 * grid.js uses it.
 */

import {NARROW} from './columns.js';
import {openDialog} from './dialog.js';
import {el} from './dom.js';

const STEP = 10; // px by a key

export class ColumnHead {
  /** columns: a Columns. */
  constructor(columns) {
    this.columns = columns;
    this.element = el('div', {
      class: 'row head', role: 'row', 'aria-rowindex': 1,
      on: {
        contextmenu: (event) => {
          event.preventDefault();
          this.openMenu();
        },
      },
    });
  }

  draw() {
    this.element.replaceChildren(...this.columns.shown.map((column) => this.cell(column)));
  }

  cell({name, title, note, width, field}) {
    return el('span', {
      class: field ? 'extra' : name, role: 'columnheader', title: note,
      'aria-label': title ? null : note,
    }, el('span', {class: 'title', text: title}),
    width === 'flex' ? null : this.edge(name, title || note));
  }

  /** A strip at the right end: dragged, or moved by the arrow keys. */
  edge(name, title) {
    const edge = el('span', {
      class: 'edge', role: 'separator', tabindex: 0, 'aria-orientation': 'vertical',
      'aria-label': `Width of the column ${title}`,
      'aria-valuenow': this.columns.widthOf(name), 'aria-valuemin': NARROW,
      on: {
        pointerdown: (event) => this.drag(event, name),
        keydown: (event) => {
          const by = {ArrowLeft: -STEP, ArrowRight: STEP}[event.key];
          if (!by) return;
          event.preventDefault();
          event.stopPropagation();
          this.columns.resize(name, edge.parentElement.offsetWidth + by);
          this.find(name)?.focus();
        },
      },
    });
    edge.dataset.column = name;
    return edge;
  }

  find(name) {
    return [...this.element.querySelectorAll('.edge')].find(({dataset}) => dataset.column === name);
  }

  drag(down, name) {
    down.preventDefault();
    const width = down.target.parentElement.offsetWidth;
    const move = ({clientX}) => this.columns.resize(name, width + clientX - down.clientX);
    const end = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
  }

  openMenu() {
    const {columns} = this;
    const line = ({name, title, note}) => {
      const box = el('input', {type: 'checkbox', on: {change: () => columns.toggle(name)}});
      box.checked = !columns.hidden.has(name);
      return el('label', {class: 'tick'}, box, title || note);
    };
    const remove = columns.added.map((field) => el('button', {
      type: 'button', text: `Remove ${field}`, on: {
        click: ({target}) => {
          columns.toggleField(field);
          target.remove();
        },
      },
    }));
    const dialog = openDialog({title: 'Columns', narrow: true},
      ...columns.all.map(line),
      el('p', {class: 'dim', text: 'A field of the detail becomes a column by its button "Column", or by the key C.'}),
      el('div', {class: 'choices'}, ...remove, el('button', {
        type: 'button', text: 'As at first', on: {
          click: () => {
            columns.reset();
            dialog.close();
          },
        },
      })));
  }
}
