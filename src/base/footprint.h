/* SPDX-License-Identifier: MIT */
/*
 * footprint.h - memory that only the start needed.
 *
 * The loader and the libraries read megabytes of symbols, tables and code once,
 * and heaps keep what they were given.  A device of 256 MB has better use for
 * them.
 */
#ifndef DTAP_FOOTPRINT_H
#define DTAP_FOOTPRINT_H

/*
 * Gives back pages of the program's and its libraries' files, and what the heap
 * does not use.  Both come again when they are wanted, at the price of a page
 * fault: call it once, when all is set up.  Any thread.
 */
void dtap_footprint_shrink(void);

#endif
