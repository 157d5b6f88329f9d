// Development only: an invented station for mock.mjs.
const minute = 60_000;
const ago = (milliseconds) => new Date(Date.now() - milliseconds).toISOString();
const started = ago(47 * minute);
const feeders = [1, 2, 3, 4, 5, 6, 7, 8];

export const status = (scenario) => ({
  version: '0.1.0',
  time: new Date().toISOString(),
  broker: { mode: 'embedded', up: scenario !== 'broker', since: scenario === 'broker' ? ago(2 * minute) : started },
  historian: { up: scenario !== 'historian', since: started },
});

export function summary(scenario) {
  const gone = { offline: ['offline', 'offline'], lost: ['lost', 'silent'], broker: ['unknown', 'brokerDown'] }[scenario];
  const field = { device: 'comaster', up: scenario !== 'field', since: scenario === 'field' ? ago(3 * minute) : started, lastAnswer: ago(1200),
    ...scenario === 'field' && { reason: 'timedOut', detail: 'no answer within 500 ms' },
    silent: scenario === 'quality' ? ['F3'] : [] };
  return {
    site: 'los-alamos', name: 'ET Los Álamos', timeZone: 'America/Argentina/Buenos_Aires', status: gone?.[0] ?? 'online',
    ...(gone ? { reason: gone[1] } : {}), since: gone ? ago(3.4 * minute) : started, lastHeard: ago(gone ? 3.6 * minute : 2100), heartbeatSeconds: 10,
    software: 'edge 0.1.0', field: [field], revision: 1,
    ...scenario === 'refused' && {
      refused: { time: ago(12 * minute), reason: 'worse', detail: "di fila 7: <b>dos puntos</b> se llaman LA152B03 (además en di fila 3); cambie el nombre de uno y guarde de nuevo" },
    },
    screens: scenario === 'nodrawings' ? [] : [
      { name: 'VS', description: 'Valle Sur', prefix: 'VS', etag: 'a' },
      { name: 'LA', description: 'ET Los Álamos', parent: 'VS', prefix: 'LA', etag: 'b' },
    ],
  };
}

const breakers = [
  ...feeders.map((n) => [`LA152B0${n}`, `Interruptor alimentador ${n}`, '#c99a1b']),
  ['LA152C00', 'Interruptor acoplamiento de barras 13,2 kV', '#c99a1b'],
  ...[1, 2].flatMap((n) => [[`LA252B0${n}`, `Interruptor línea ${n} 33 kV`, '#8b1ea1'], [`LA252T0${n}`, `Interruptor 33 kV transformador ${n}`, '#8b1ea1'],
    [`LA152T0${n}`, `Interruptor 13,2 kV transformador ${n}`, '#c99a1b'], [`LA289B0${n}`, `Seccionador línea ${n} 33 kV`, '#8b1ea1']]),
  ...feeders.map((n) => [`LA189B0${n}`, `Seccionador de barra alimentador ${n}`, '#c99a1b']),
  ['LA2ETT00', 'Estación Los Álamos', '#8b1ea1'],
];
const measures = [
  ...feeders.flatMap((n) => [[`LA1PA_0${n}`, `Potencia activa alimentador ${n}`, 'kW', 640 + 37 * n, 0], [`LA1PR_0${n}`, `Potencia reactiva alimentador ${n}`, 'kvar', 90 + 11 * n, 0]]),
  ...[1, 2].flatMap((n) => [[`LA2PA_0${n}`, `Potencia activa línea ${n}`, 'kW', 3200 + 90 * n, 0], [`LA1PA_T${n}`, `Potencia activa transformador ${n}`, 'kW', 3150 + 80 * n, 0],
    [`LA1VV_0${n}`, `Tensión barra ${n} 13,2 kV`, 'kV', 13.24, 2]]),
  ['LA2VV_00', 'Tensión barra 33 kV', 'kV', 33.1, 1], ['LACVV_01', 'Tensión corriente continua', 'Vcc', 112.4, 1], ['LATOTP00', 'Potencia total', 'kW', 6510, 0],
];
const alarms = feeders.map((n) => [`LA1ALR0${n}`, `Protecciones alimentador ${n}`]);

export const catalog = () => ({
  site: 'los-alamos', name: 'ET Los Álamos', timeZone: 'America/Argentina/Buenos_Aires', profile: 'x',
  devices: feeders.map((n) => ({
    id: `F${n}`, description: `Alimentador ${n}`, kind: 'ied', native: { protocol: 'mara', address: n + 1 },
  })),
  tags: [
    ...breakers.map(([tag, description], n) => ({ tag, kind: 'digital', description, device: `F${(n % 8) + 1}`, stateTexts: ['abierto', 'cerrado'] })),
    ...measures.map(([tag, description, unit], n) => ({ tag, kind: 'analog', description, unit, device: `F${(n % 8) + 1}` })),
  ],
  elements: [...breakers, ...measures, ...alarms].map(([tag, description, unit]) => ({
    tag, description, screen: 'LA', ...(unit && !unit.startsWith('#') ? { unit } : {}),
  })),
  colours: [], screens: [],
});

export function elements(scenario) {
  const gone = { offline: 'gatewayOffline', lost: 'gatewayOffline', broker: 'brokerDown', field: 'linkDown' }[scenario];
  const base = { quality: gone ? 'stale' : 'good', ...(gone ? { reason: gone } : {}), time: ago(3000) };
  const all = {};
  for (const [tag, , colour] of breakers) {
    all[tag] = tag === 'LA152C00' || tag === 'LA152B05' ? { ...base, fill: '#3a66ff', stroke: '#3a66ff' } : { ...base, fill: colour, stroke: colour };
  }
  for (const [tag, , , value, decimals] of measures) {
    const number = value * (1 + 0.01 * Math.sin(Date.now() / 3000 + value));
    all[tag] = { ...base, number: { value: number, decimals }, text: number.toFixed(decimals), time: ago(400) };
  }
  for (const [tag] of alarms) {
    all[tag] = { ...base, fill: tag === 'LA1ALR05' ? '#e30000' : '#dddddd', text: tag === 'LA1ALR05' ? '51' : 'N' };
  }
  if (scenario === 'quality') {
    for (const tag of Object.keys(all).filter((one) => one.endsWith('03'))) {
      all[tag] = { ...all[tag], quality: 'stale', reason: 'noAnswer', time: ago(4 * minute) };
    }
    all.LA1PA_06 = { quality: 'bad', reason: 'noPulses', text: '0', time: ago(9 * minute) };
    all.LA152B07 = { quality: 'bad', reason: 'notYetRead', time: ago(9 * minute) };
  }
  return all;
}

export const tags = () => Object.fromEntries([
  ...breakers.map(([tag]) => [tag, { value: tag === 'LA152C00' || tag === 'LA152B05' ? 0 : 1, raw: 1, quality: 'good', time: ago(900) }]),
  ...measures.map(([tag, , unit, value]) => [tag, { value, raw: 311, unit, quality: 'good', time: ago(900) }]),
]);

const kinds = [
  ['Interruptor alimentador', 'LA152B0', 2, ['abierto', 'cerrado']], ['Protección sobrecorriente de fase 51', 'LA151_0', 0, ['normal', 'disparo']],
  ['Resorte descargado', 'LA1RES0', 1, ['normal', 'alarma']], ['Recierre 79 en servicio', 'LA179_0', 2, ['fuera de servicio', 'en servicio']],
  ['Mando remoto habilitado', 'LA1MRH0', 1, ['local', 'remoto']],
];

export function events(_scenario, count, before, seed) {
  return Array.from({ length: count }, (_, index) => {
    const n = ((index * 5 + seed) % 8) + 1;
    const [description, tag, alarmKind, words] = kinds[(index + seed) % kinds.length];
    const time = new Date(before.getTime() - index * 73_211 - (index % 3) * 31);
    const state = (index + seed) % 2;
    return {
      site: 'los-alamos', key: `los-alamos/e/${time.getTime()}-${index}`, epoch: 'e', seq: 1e9 - index, type: index === 6 ? 'comms' : 'digital', device: `F${n}`,
      ...(index === 6 ? { condition: 'linkRestored' } : { tag: tag + n, description: `${description} ${n}`, state, text: words[state], alarmKind }),
      time: time.toISOString(), timeSource: 'device', clock: index % 17 === 4 ? 'unsynchronised' : 'synchronised',
      received: new Date(time.getTime() + 180 + ((index * 97) % 900)).toISOString(),
    };
  });
}
