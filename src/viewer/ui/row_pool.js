// SPDX-License-Identifier: MIT
/**
 * row_pool.js - the row elements of the list.  Rows are many, elements few.
 *
 * list.js uses it.  Element i shows the places that are i modulo the number of
 * elements: a scroll by one row fills one element anew.
 */

import {RowElement} from './row.js';

export class RowPool {
  /** columns(): the columns of new elements, as in columns.js. */
  constructor(space, columns) {
    this.space = space;
    this.columns = columns;
    this.elements = [];
  }

  get size() {
    return this.elements.length;
  }

  /** Adds elements until there are `count`. */
  grow(count) {
    while (this.elements.length < count) {
      const element = new RowElement(`row-${this.elements.length}`, this.columns());
      this.elements.push(element);
      this.space.append(element.element);
    }
  }

  /** Makes all elements anew: there are other columns. */
  renew() {
    const count = this.size;
    this.elements = [];
    this.space.replaceChildren();
    this.grow(count);
  }

  /** Calls show(element, place) for the places from..to, and hides the other elements. */
  draw(from, to, show) {
    const count = this.size;
    this.elements.forEach((element, i) => {
      const place = from + (((i - from) % count) + count) % count;
      if (place < to) show(element, place);
      else element.hide();
    });
  }

  /** The RowElement that a mouse event hit, or undefined. */
  hit({target}) {
    const row = target.closest('.space .row');
    return this.elements.find(({element}) => element === row);
  }

  /** The id of the element that shows a place. */
  idOf(place) {
    return this.elements[place % this.size].element.id;
  }
}
