// SPDX-License-Identifier: MIT
/**
 * filter.js - a filter's text as a test of rows.
 */

/** @returns {test, error}: test null for all rows */
export function compile(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return {test: null, error: null};
  return {test: (row) => row.name.toLowerCase().includes(wanted) ||
    row.info.toLowerCase().includes(wanted), error: null};
}
