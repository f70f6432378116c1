// SPDX-License-Identifier: MIT
/** values/nested.js - a NAS message within one of RRC. */

/**
 * Reads the OCTET STRING that comes next in r, as a message of NAS.
 * @param nameOf its name @param values tells its values
 */
export function nested(r, nameOf, values) {
  const {ctx} = r;
  const bytes = r.bytes();
  if (!bytes?.length) return;
  ctx.within('NAS message', bytes, () => {
    const name = nameOf(bytes, 0, bytes.length);
    if (name) ctx.keep('nas', name);
    const tree = ctx.group(r.tree, name ? `NAS: ${name}` : 'NAS', 0,
      bytes.length);
    values(ctx, tree, 0, bytes.length);
  });
}
