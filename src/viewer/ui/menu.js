// SPDX-License-Identifier: MIT
/**
 * menu.js - what can be taken away, and how: save, open, commands, keys.
 *
 *   openMenu({api, tapName, counts: {rows, shown, marked, selected},
 *     onSave(what), onOpenFile(file)})
 */

import {copy, download, el, say} from './dom.js';
import {openDialog} from './dialog.js';
import {count} from './format.js';

const KEYS = [
  ['↑ ↓', 'The row before, the row behind'],
  ['Page Up, Page Down', 'By a screen'],
  ['Home, End', 'The first row; the last, and follow'],
  ['Ctrl ↑, Ctrl ↓', 'The same from any pane (also F7, F8)'],
  ['Enter', 'From the list to the detail'],
  ['← →', 'In the detail: close, open'],
  ['/, Ctrl F', 'To the filter; Escape comes back'],
  ['Space', 'Pause, and go on'],
  ['M, Ctrl click', 'Mark a row'],
  ['Ctrl S', 'Save what the filter shows'],
  ['?', 'This menu'],
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
  const dialog = openDialog({title: 'Menu'},
    el('h3', {text: 'Save as pcap'}),
    el('p', {class: 'dim', text: 'Opens in Wireshark with the dissector below.'}),
    el('div', {class: 'choices'},
      act(`All (${count(counts.rows)})`, !counts.rows, () => onSave('all')),
      act(`Filtered (${count(counts.shown)})`, !counts.shown, () => onSave('filtered')),
      act(counts.marked ? `Marked (${count(counts.marked)})` : 'Selected',
        !counts.marked && !counts.selected, () => onSave('marked'))),
    el('h3', {text: 'Open a file here'}),
    el('p', {class: 'dim', text: 'pcap, QMDL, mi2log, DLF or a saved stream, also gzip. It stays on this machine. Dropping it on the page does the same.'}),
    fileButton(options, () => dialog.close()),
    el('h3', {text: 'Wireshark'}),
    el('div', {class: 'choices'}, act('Download the dissector, diagtap.lua', false, () => downloadDissector(api))),
    el('h3', {text: 'Commands'}),
    ...commands(options).map(command),
    el('h3', {text: 'Keys'}),
    el('dl', {}, ...KEYS.flatMap(([keys, what]) => [
      el('dt', {}, ...keys.split(', ').flatMap((key, i) => [i ? ' ' : '', el('kbd', {text: key})])),
      el('dd', {text: what})])));
}

/** Not by a link: diagtapd may ask for the token. */
async function downloadDissector(api) {
  const answer = await api.fetch('diagtap.lua');
  if (answer.ok) download('diagtap.lua', [await answer.blob()], 'text/x-lua');
  else say('The dissector cannot be downloaded.');
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

/** With the host under which this page was asked for. */
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
      what: 'To a file, byte for byte as the device gave it',
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
        button.textContent = done ? 'Copied' : 'Select and copy it';
        say(button.textContent);
      },
    },
  });
  return el('div', {}, el('p', {class: 'dim', text: what}),
    el('div', {class: 'command'}, el('pre', {text}), button));
}
