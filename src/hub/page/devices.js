// SPDX-License-Identifier: MIT
/**
 * devices.js - the page of the hub: its devices, with a search.  A device opens
 * in the viewer, which the hub serves as diagtapd does.
 */

import {Api} from '../viewer/net/api.js';
import {cells, matches, taps} from './texts.js';

const POLL = 5000;
const MOST = 500; // rows; more are found by the search

const byId = (id) => document.getElementById(id);

class Devices {
  constructor() {
    this.api = new Api();
    this.devices = [];
    byId('search').addEventListener('input', () => this.show());
    byId('away').addEventListener('change', () => this.show());
    byId('token').addEventListener('submit', (event) => {
      event.preventDefault();
      this.api.setToken(byId('token-text').value);
      this.poll();
    });
    document.addEventListener('visibilitychange', () => this.poll());
    this.poll();
  }

  async poll() {
    clearTimeout(this.timer);
    if (document.hidden) return;
    this.timer = setTimeout(() => this.poll(), POLL);
    try {
      const answer = await this.api.fetch('api/devices', {signal: AbortSignal.timeout(8000)});
      byId('token').hidden = answer.status !== 401;
      if (answer.ok) this.take((await answer.json()).devices);
      else this.say(answer.status === 401 ? 'A token is needed' : await answer.text());
    } catch {
      this.say('diagtap-hub does not answer; trying again');
    }
  }

  say(text) {
    byId('state').textContent = text;
  }

  take(devices) {
    this.devices = devices;
    const here = devices.filter(({state}) => state === 'here').length;
    this.say(`${here} here, ${devices.length - here} away`);
    this.show();
  }

  show() {
    const found = this.devices.filter((device) =>
      matches(device, byId('search').value, byId('away').checked));
    byId('rows').replaceChildren(...found.slice(0, MOST).map(row));
    byId('more').hidden = found.length <= MOST;
    byId('more').textContent = `${found.length - MOST} more: search for a part of the name.`;
  }
}

function row(device) {
  const line = document.createElement('tr');
  line.append(cell(link(`devices/${device.device}/`, device.device)));
  for (const [text, style] of cells(device)) line.append(cell(text, style));
  line.append(cell(taps(device).flatMap((tap) => [
    link(`devices/${device.device}/?tap=${tap}`, tap), ' ',
    link(`api/devices/${device.device}/${tap}/pcap?group=${device.group}&since=oldest`, 'pcap'), ' '])));
  return line;
}

function cell(content, style = '') {
  const one = document.createElement('td');
  one.className = style;
  one.append(...[content].flat());
  return one;
}

function link(href, text) {
  const one = document.createElement('a');
  one.href = href;
  one.textContent = text;
  return one;
}

new Devices();
