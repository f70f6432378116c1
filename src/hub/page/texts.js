// SPDX-License-Identifier: MIT
/** texts.js - a device of /api/devices as the texts of its row.  Pure functions. */

/** Seconds -> "3 s", "5 min", "2 h", "4 d". */
export function span(seconds) {
  const size = Math.abs(seconds);
  if (size < 100) return `${Math.round(seconds)} s`;
  if (size < 6000) return `${Math.round(seconds / 60)} min`;
  if (size < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

/** The sum of an amount of all taps in a report: {containers, bytes}. */
export function sum(report, name) {
  const taps = Array.isArray(report?.taps) ? report.taps : [];
  return taps.reduce((total, tap) => ({
    containers: total.containers + (Number(tap?.[name]?.containers) || 0),
    bytes: total.bytes + (Number(tap?.[name]?.bytes) || 0),
  }), {containers: 0, bytes: 0});
}

/** Bytes -> "3.1 MiB". */
export function byteSize(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

/** The taps to open: those that are stored, or diag. */
export const taps = ({stored}) => (stored.length ? stored : ['diag']);

/** Whether a device is shown: a part of its name or group, and whether it is here. */
export function matches(device, search, away) {
  const text = search.trim().toLowerCase();
  return (away || device.state === 'here') &&
    (device.device.includes(text) || device.group.includes(text));
}

/** Cells: [text, style]. */
export function cells(device) {
  const lost = sum(device.report, 'lost'), waiting = sum(device.report, 'waiting');
  const {skew_s: skew, lag_s: lag} = device;
  return [
    [device.group],
    [device.state, device.state === 'here' ? 'here' : 'away-state'],
    [lag === null ? '' : `${span(lag)} ago`, 'number'],
    [skew === null ? '' : span(skew), `number ${Math.abs(skew) >= 5 ? 'warn' : ''}`],
    [waiting.bytes ? byteSize(waiting.bytes) : '', 'number'],
    [lost.containers ? `${lost.containers} containers` : '', 'number bad'],
    [String(device.report?.version ?? '')],
  ];
}
