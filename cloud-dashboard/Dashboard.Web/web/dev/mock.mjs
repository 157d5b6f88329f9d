// Development only: the dashboard's API with one invented station, for looking at the pages without a server.
// The scenario is the word after ?mock= in the address of the page: live (default), empty, nodrawings, slow, error, offline, lost, field, broker,
// quality, down, noevents, eventserror, nodrawing, refused, login, two (stations). Log in with any user; the password "no" is refused.
// MOCK_ROLE is the role of who is logged in, MOCK_DRAWINGS names another folder with VS.svg and LA.svg.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { answerAlarms, overview, trip, update } from './mock-alarms.mjs';
import { catalog, elements, events, status, summary, tags } from './mock-station.mjs';

const folder = process.env.MOCK_DRAWINGS ?? fileURLToPath(new URL('./drawings', import.meta.url));
const drawing = (name) => readFileSync(`${folder}/${name}.svg`, 'utf8');
const loaded = Date.now() - 13_000;
let loggedIn = true;

function send(response, code, body, type = 'application/json') {
  response.writeHead(code, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const sites = (scenario) => scenario !== 'two' ? [summary(scenario)]
  : [summary(scenario), { ...summary('lost'), site: 'el-molle', name: 'ET El Molle', timeZone: 'America/Santiago' }];

const problem = (response, code, word) => send(response, code, { status: code, code: word });

function scenarioOf(request) {
  const address = new URL(request.headers.referer ?? request.url, 'http://localhost');
  return address.searchParams.get('mock') || 'live';
}

/** The live connection: a change of some elements every second, a heartbeat every five, an event every eight. */
function live(request, response) {
  const scenario = scenarioOf(request);
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const say = (name, data) => response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  let turn = 0;
  let before = JSON.stringify(overview());
  const timer = setInterval(() => {
    turn++;
    const all = elements(scenario);
    const numbers = Object.entries(all).filter(([, message]) => message.number !== undefined);
    say('elements', { site: 'los-alamos', delta: Object.fromEntries(numbers), revision: 1000 + turn });
    if (turn % 5 === 0) {
      say('site', { ...summary(scenario), revision: 1000 + turn });
    }
    if (turn % 8 === 0 && scenario !== 'noevents') {
      say('event', events(scenario, 1, new Date(), turn)[0]);
    }
    const changes = JSON.stringify(overview());
    if (turn % 20 === 0 || changes !== before) {
      say('alarms', turn % 20 === 0 ? trip() : { ...update(), all: false });
      before = JSON.stringify(overview());
    }
    if (scenario === 'down' && turn === 2) {
      say('drop', {});
    }
  }, 1000);
  say('status', status(scenario));
  request.on('close', () => clearInterval(timer));
}

async function answer(request, response, url) {
  const scenario = scenarioOf(request);
  const path = url.pathname;
  if (path === '/api/session/ways') {
    return send(response, 200, {});
  }
  if (path === '/api/session') {
    if (request.method === 'POST') {
      let body = '';
      for await (const chunk of request) {
        body += chunk;
      }
      const { user, password } = JSON.parse(body);
      if (password === 'no') {
        return problem(response, 401, 'badCredentials');
      }
      loggedIn = true;
      return send(response, 200, { user, role: 'operator', mustChangePassword: false });
    }
    if (request.method === 'DELETE') {
      loggedIn = false;
      return send(response, 204, '');
    }
    return loggedIn && scenario !== 'login' ? send(response, 200, { user: 'mgarcia', role: process.env.MOCK_ROLE ?? 'operator', mustChangePassword: false }) : send(response, 204, '');
  }
  if (path === '/mock/live') {
    return live(request, response);
  }
  if (path === '/mock/snapshot') {
    return send(response, 200, { summary: summary(scenario), elements: elements(scenario), tags: tags(scenario), revision: 1000 });
  }
  if (scenario === 'slow') {
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
  if (path === '/api/status') {
    return send(response, 200, status(scenario));
  }
  if (path === '/api/sites') {
    return scenario === 'error' ? problem(response, 500, 'historianDown') : send(response, 200, scenario === 'empty' ? [] : sites(scenario));
  }
  if (path === '/api/sites/los-alamos') {
    return send(response, 200, { summary: summary(scenario), catalog: catalog() });
  }
  if (path.startsWith('/api/alarms')) {
    let text = '';
    for await (const chunk of request) {
      text += chunk;
    }
    const found = scenario === 'error' ? undefined : answerAlarms(request.method, url, text ? JSON.parse(text) : undefined);
    return found ? send(response, 200, found) : problem(response, scenario === 'error' ? 503 : 404, scenario === 'error' ? 'historianDown' : 'unknownAlarm');
  }
  const screen = /^\/api\/sites\/los-alamos\/screens\/(VS|LA)$/.exec(path);
  if (screen && scenario !== 'nodrawing') {
    return send(response, 200, drawing(screen[1]), 'image/svg+xml');
  }
  if (path === '/api/sites/los-alamos/events' || path === '/api/events') {
    if (scenario === 'eventserror') {
      return problem(response, 503, 'historianDown');
    }
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const before = url.searchParams.get('before');
    const page = scenario === 'noevents' ? [] : events(scenario, limit, new Date(before ?? loaded), before ? Number(new Date(before)) % 1000 : 0);
    if (scenario === 'two' && path === '/api/events') {
      page.forEach((event, index) => Object.assign(event, index % 3 === 1 && { site: 'el-molle' }));
    }
    return send(response, 200, { events: page, ...(page.length === limit && !before ? { next: page.at(-1).time } : {}) });
  }
  return problem(response, 404, 'unknownScreen');
}

export const mockApi = () => (request, response, next) => {
  const url = new URL(request.url, 'http://localhost');
  if (!url.pathname.startsWith('/api/') && !url.pathname.startsWith('/mock/')) {
    next();
    return;
  }
  answer(request, response, url).catch((error) => problem(response, 500, String(error)));
};
