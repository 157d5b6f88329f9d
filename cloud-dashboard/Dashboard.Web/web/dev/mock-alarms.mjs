// Development only: invented alarms that can be acknowledged and shelved, for dev/mock.mjs. A trip comes every twenty seconds.
import { events } from './mock-station.mjs';

const began = Date.now();
const alarms = events('live', 60, new Date(began), 0).filter((event) => event.type === 'digital').map((event, index) => ({
  id: index + 1, site: event.site, condition: event.alarmKind === 0 ? 'protection' : 'input', class: event.alarmKind === 0 ? 'protection' : 'plant',
  priority: event.alarmKind === 0 ? 1 : 2 + (index % 3), active: index % 3 > 0, acknowledged: index % 4 === 3, lasting: true,
  raises: 1 + (index % 5 === 0 ? 2 : 0), event: { ...event, state: 1 }, firstRaised: event.time, arrival: Date.parse(event.time) * 1000, change: index + 1,
  ...(index % 4 === 3 ? { acknowledgedBy: 'mgarcia', acknowledgedAt: event.received } : {}),
}));
let change = alarms.length;

// Three or four in a row are a burst, and a bay is named after the last digit of the tag.
alarms.forEach((alarm, index) => {
  const first = alarms[index - index % 4];
  alarm.bay = alarm.event.tag ? `Alimentador ${alarm.event.tag.at(-1)}` : undefined;
  alarm.burst = index % 4 === 0 && index + 1 === alarms.length ? undefined : { id: 1 + Math.floor(index / 4), first: first.id, alarms: 4 };
  alarm.firstOut = alarm === first && alarm.burst ? true : undefined;
});

function groups(by, those) {
  const keyOf = (alarm) => by === 'bay' ? `b${alarm.site}/${alarm.bay ?? ''}` : `c${alarm.burst?.id ?? -alarm.id}`;
  return [...new Set(those.map(keyOf))].map((key) => {
    const some = those.filter((alarm) => keyOf(alarm) === key);
    const calling = some.filter((alarm) => !alarm.acknowledged);
    const cause = alarms.find((one) => one.id === some[0].burst?.first);
    return {
      key, site: some[0].site, bay: by === 'bay' ? some[0].bay : undefined, count: some.length, unacknowledged: calling.length,
      active: some.filter((alarm) => alarm.active).length, priority: Math.min(...(calling[0] ? calling : some).map((alarm) => alarm.priority)),
      arrival: Math.max(...some.map((alarm) => alarm.arrival)), alarm: some.length === 1 ? some[0] : some.find((alarm) => alarm.firstOut),
      cause: by === 'cause' ? cause?.event : undefined,
    };
  });
}

const isOpen = (alarm) => !alarm.shelf && (alarm.active || !alarm.acknowledged);
const states = {
  open: isOpen, unacknowledged: (alarm) => isOpen(alarm) && !alarm.acknowledged, active: (alarm) => isOpen(alarm) && alarm.active,
  returned: (alarm) => isOpen(alarm) && !alarm.active, shelved: (alarm) => alarm.shelf?.until, outOfService: (alarm) => alarm.shelf && !alarm.shelf.until,
  all: () => true,
};

export function overview() {
  const calling = alarms.filter((alarm) => isOpen(alarm) && !alarm.acknowledged).sort((a, b) => a.priority - b.priority || b.arrival - a.arrival);
  return {
    sites: [{
      site: 'los-alamos', recent: calling.slice(0, 11).map(() => new Date(began).toISOString()), acknowledged: alarms.filter((alarm) => isOpen(alarm) && alarm.acknowledged).length,
      unacknowledged: [1, 2, 3, 4].map((priority) => calling.filter((alarm) => alarm.priority === priority).length),
    }],
    ...(calling[0] ? { first: calling[0] } : {}),
  };
}

const changed = (alarm, more) => Object.assign(alarm, more, { change: ++change });

/** A protection trips again, as a message of the live connection. */
export function trip() {
  const alarm = alarms.find((one) => one.priority === 1);
  changed(alarm, { active: true, acknowledged: false, raises: alarm.raises + 1, arrival: Date.now() * 1000 });
  alarm.event = { ...alarm.event, time: new Date().toISOString(), received: new Date().toISOString() };
  return update(alarm);
}

export const update = (...those) => ({ changed: those, all: true, overview: overview() });

/** What the server answers to a request of alarms; undefined: it does not know it. */
export function answerAlarms(method, url, body) {
  const path = url.pathname.slice('/api/alarms'.length);
  if (path === '/overview') {
    return overview();
  }
  if (path === '/acknowledge') {
    return { alarms: body.alarms.map(({ id, raises }) => {
      const alarm = alarms.find((one) => one.id === id);
      const outcome = !alarm ? 'unknown' : alarm.raises !== raises ? 'raisedAgain' : alarm.acknowledged ? 'alreadyDone' : 'done';
      if (outcome === 'done') {
        changed(alarm, { acknowledged: true, acknowledgedBy: 'mgarcia', acknowledgedAt: new Date().toISOString() });
      }
      return { id, outcome };
    }) };
  }
  const [, id, shelf] = /^\/(\d+)(\/shelf)?$/.exec(path) ?? [];
  const alarm = alarms.find((one) => one.id === Number(id));
  if (shelf && alarm) {
    changed(alarm, { shelf: method === 'PUT' ? { ...body, who: 'mgarcia', since: new Date().toISOString() } : undefined });
    return alarm;
  }
  if (alarm) {
    return { alarm, changes: [{ kind: 'raised', at: alarm.event.received, time: alarm.event.time }] };
  }
  const asked = (name) => url.searchParams.get(name) ?? '';
  const those = alarms.filter((one) => (states[asked('state') || 'open'])(one) && (!asked('priority') || asked('priority').includes(one.priority))
      && JSON.stringify(one.event).toLowerCase().includes(asked('text').toLowerCase()))
    .sort((a, b) => (asked('order') === 'priority' ? a.priority - b.priority : 0) || b.arrival - a.arrival);
  if (path === '/groups') {
    return { groups: groups(asked('by'), those), alarms: those.length };
  }
  return path !== '' ? undefined : { alarms: those.filter((one) => asked('group') === ''
    || groups(asked('group').startsWith('b') ? 'bay' : 'cause', [one])[0].key === asked('group')) };
}
