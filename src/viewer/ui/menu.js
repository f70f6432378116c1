// SPDX-License-Identifier: MIT
/**
 * menu.js - the menu: save, open a file, files for Wireshark, commands, keys.
 *
 * page.js uses it.
 *
 *   openMenu({api, tapName, counts: {rows, shown, marked, selected},
 *     forms: [[form, text]], onSave(what, form), onBookmarks(), onFilters(), onOpenFile(file)})
 */

import {copy, download, el, say} from './dom.js';
import {openDialog} from './dialog.js';
import {count} from './format.js';

const KEYS = [
  ['↑ ↓', 'Previous row, next row'],
  ['Page Up, Page Down', 'One screen up, one screen down'],
  ['Home, End', 'First row; last row, and follow'],
  ['Ctrl ↑, Ctrl ↓', 'Previous row, next row, from any pane (also F7, F8)'],
  ['Enter', 'Go from the list to the detail'],
  ['← →', 'Close or open a field of the detail'],
  ['/, Ctrl F', 'Go to the filter; Escape goes back to the list'],
  ['Space', 'Pause, resume'],
  ['M, Ctrl click', 'Mark a row, or remove its mark'],
  ['B', 'Bookmark a row, with a note'],
  ['Shift B', 'Bookmarks'],
  ['T, H', 'Copy the message as text, or its bytes in hexadecimal'],
  ['Ctrl /', 'Saved filters'],
  ['Ctrl S', 'Save the rows that pass the filter'],
  ['?', 'Open this menu'],
];

export function openMenu(options) {
  const {api, counts, onSave} = options;
  const act = (text, disabled, run) => el('button', {
    type: 'button', text, disabled,
    on: {
      click: () => {
        dialog.close();
        run();
      },
    },
  });
  const form = el('select', {id: 'save-form', 'aria-label': 'Form of the file'},
    ...options.forms.map(([value, text]) => el('option', {value, text})));
  const save = (what) => onSave(what, form.value);
  const dialog = openDialog({title: 'Menu'},
    el('h3', {text: 'Save'}),
    el('p', {class: 'dim', text: 'Wireshark opens a pcap with the dissector below.'}),
    el('p', {}, form),
    el('div', {class: 'choices'},
      act(`All (${count(counts.rows)})`, !counts.rows, () => save('all')),
      act(`Filtered (${count(counts.shown)})`, !counts.shown, () => save('filtered')),
      act(counts.marked ? `Marked (${count(counts.marked)})` : 'Selected',
        !counts.marked && !counts.selected, () => save('marked'))),
    el('h3', {text: 'Find again'}),
    el('div', {class: 'choices'}, act('Bookmarks', false, options.onBookmarks), act('Saved filters', false, options.onFilters)),
    el('h3', {text: 'Open a file here'}),
    el('p', {class: 'dim', text: 'A pcap, pcapng, QMDL, QMDL2, mi2log, DLF, HDF or saved stream, plain, gzip, zstd or alone in a zip. The file stays on this machine. You can also drop it on the page.'}),
    fileButton(options, () => dialog.close()),
    el('h3', {text: 'Wireshark'}),
    el('p', {class: 'dim', text: 'The dissector goes into a folder, the profile through a dialog: docs/wireshark.md says which, for Linux, Windows and macOS.'}),
    el('div', {class: 'choices'},
      act('Download the dissector, diagtap.lua', false,
        () => fetchFile(api, 'diagtap.lua', 'text/x-lua')),
      act('Download the profile, profile.zip', false,
        () => fetchFile(api, 'profile.zip', 'application/zip'))),
    el('h3', {text: 'Commands'}),
    ...commands(options).map(command),
    el('h3', {text: 'Keys'}),
    el('dl', {}, ...KEYS.flatMap(([keys, what]) => [
      el('dt', {}, ...keys.split(', ').flatMap((key, i) => [i ? ' ' : '', el('kbd', {text: key})])),
      el('dd', {text: what})])));
}

/** Not by a link: a link sends no token. */
async function fetchFile(api, name, type) {
  const answer = await api.fetch(name);
  if (answer.ok) download(name, [await answer.blob()], type);
  else say(`${name} cannot be downloaded.`);
}

function fileButton({onOpenFile}, close) {
  const field = el('input', {
    type: 'file', id: 'file', class: 'unseen', tabindex: -1, 'aria-label': 'A file to open',
    on: {
      change: () => {
        const [file] = field.files;
        close();
        if (file) onOpenFile(file);
      },
    },
  });
  return el('div', {class: 'choices'}, field, el('button', {
    type: 'button', text: 'Choose a file', on: {click: () => field.click()},
  }));
}

/** The commands have the address of this page. */
export function commands({api, tapName}) {
  const curl = api.token ? 'curl -fsSN -u ":$DIAGTAP_TOKEN"' : 'curl -fsSN';
  const pcap = api.url(`api/${tapName}/pcap`);
  const lua = `${curl} -O ${api.url('diagtap.lua')}`;
  return [
    {
      what: 'Live in Wireshark',
      text: `${lua}\n${curl} ${pcap} | wireshark -X lua_script:diagtap.lua -k -i -`,
    },
    {
      what: 'Live in a terminal',
      text: `${lua}\n${curl} ${pcap} | tshark -X lua_script:diagtap.lua -i -`,
    },
    {what: 'To a pcap file', text: `${curl} ${pcap} > ${tapName}.pcap`},
    {
      what: 'To a file, with the bytes as the device gave them',
      text: `${curl} ${api.url(`api/${tapName}/stream`)} > ${tapName}.bin`,
    },
  ];
}

function command({what, text}) {
  const button = el('button', {
    type: 'button', text: 'Copy', 'aria-label': `Copy: ${what}`,
    on: {
      click: async () => {
        const done = await copy(text);
        button.textContent = done ? 'Copied' : 'Select the text and copy it';
        say(button.textContent);
      },
    },
  });
  return el('div', {}, el('p', {class: 'dim', text: what}),
    el('div', {class: 'command'}, el('pre', {text}), button));
}
