import { at } from './base';
import { Emitter } from './emitter';
import { presence } from './presence';
import type {
  AlarmView, Answers, FactorKey, LoggedOut, MadeToken, NewRecoveryCodes, NotificationGroup, NotificationRule, OneTimePassword,
  PasskeyTask, PasskeyView, PreviewedText, Requests, Session,
} from '../contract/generated/contract';

/**
 * An answer that is no success. `code` is the server's stable word; `network` when there was no answer at all. `detail` are the words of
 * the server, in English, for a code that says too little.
 */
export class ApiError extends Error {
  constructor(readonly code: string, readonly status: number, readonly retryAfter?: number, readonly detail?: string) {
    super(code);
  }
}

/** What every request may find out: the server does not know the session any more. Who holds the session listens. */
export const noSession = new Emitter();

/** Why the session of this browser has ended, where the server says it: nobody used it, or it had its greatest length. */
export type SessionEnd = 'idle' | 'longest';
export const sessionEnded = new Emitter<SessionEnd>();

/** After this long without an answer a request has failed. */
const patience = 15_000;

/** Ends a request that takes too long, its body too. By hand: browsers before 2022 have no AbortSignal.timeout. */
function timeout(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    // What a page asks by itself keeps no session.
    const headers = { ...init.headers as Record<string, string>, ...(presence.attended ? {} : { 'Session-Unattended': '1' }) };
    response = await fetch(at(path), { ...init, headers, credentials: 'same-origin', signal: timeout(patience) });
  } catch {
    throw new ApiError('network', 0);
  }
  const end = response.headers.get('Session-Ended');
  if (end === 'idle' || end === 'longest') {
    sessionEnded.emit(end);
  }
  if (response.ok) {
    return response;
  }
  const problem = await response.json().catch(() => ({})) as { code?: unknown; detail?: unknown };
  const wait = Number(response.headers.get('Retry-After'));
  const code = typeof problem.code === 'string' ? problem.code : 'server';
  if (code === 'notLoggedIn') {
    noSession.emit();
  }
  throw new ApiError(code, response.status, wait > 0 ? wait : undefined, typeof problem.detail === 'string' ? problem.detail : undefined);
}

/** Changes something. Only a request of this type is taken: a form of another site cannot send one. */
const send = (method: string, path: string, body?: unknown): Promise<Response> => request(path, {
  method, headers: { 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

/** Asks for what docs/openapi.json names so, with the names in its path filled in. */
export async function get<N extends keyof Answers & `GET ${string}`>(
  name: N, names: Readonly<Record<string, string>> = {}, query = '',
): Promise<Answers[N]> {
  const path = name.slice('GET '.length).replace(/\{(\w+)\}/g, (_, key: string) => part(names[key] ?? ''));
  return await (await request(path + query)).json() as Answers[N];
}

const part = encodeURIComponent;

/** What is undefined or empty of a query is not asked for. */
export const queryText = (query: Readonly<Record<string, string | number | undefined>>): string => String(new URLSearchParams(
  Object.entries(query).filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => [name, String(value)])));

export const api = {
  /** Who is logged in, null for nobody. */
  session: async (): Promise<Session | null> => {
    const response = await request('/api/session');
    return response.status === 204 ? null : await response.json() as Answers['GET /api/session'];
  },

  /** How one can log in besides user and password. */
  logInWays: () => get('GET /api/session/ways'),

  /** Logs out a user who came from the provider; the answer is where to log out there. */
  logOutAtProvider: async (): Promise<string | undefined> =>
    ((await (await send('POST', '/api/session/provider/out', {})).json()) as LoggedOut).url,

  /** What a passkey is asked to sign for a log-in. */
  beginPasskeyLogIn: async (): Promise<PasskeyTask> => await (await send('POST', '/api/session/passkey/begin', {})).json() as PasskeyTask,

  logInByPasskey: async (body: Requests['POST /api/session/passkey']): Promise<Session> =>
    await (await send('POST', '/api/session/passkey', body)).json() as Session,

  passkeys: () => get('GET /api/account/passkeys'),

  /** What a new passkey is made of. */
  beginPasskey: async (password: string): Promise<PasskeyTask> =>
    await (await send('POST', '/api/account/passkeys', { password })).json() as PasskeyTask,

  addPasskey: async (body: Requests['PUT /api/account/passkeys']): Promise<PasskeyView[]> =>
    await (await send('PUT', '/api/account/passkeys', body)).json() as PasskeyView[],

  removePasskey: async (id: string): Promise<void> => {
    await send('DELETE', `/api/account/passkeys/${part(id)}`);
  },

  /** The user is there: the idle time of the session begins anew. */
  stay: async (): Promise<Session> => await (await send('POST', '/api/session/stay', {})).json() as Session,

  logIn: async (user: string, password: string, code?: string): Promise<Session> => await (await request('/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user, password, ...(code ? { code } : {}) } satisfies Requests['POST /api/session']),
  })).json() as Answers['POST /api/session'],

  /** Another password for the user who is logged in; every other session of the user ends. */
  changePassword: async (current: string, password: string): Promise<Session> => await (await request('/api/session/password', {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ current, new: password } satisfies Requests['PUT /api/session/password']),
  })).json() as Answers['PUT /api/session/password'],

  /** The browser of a wall display is let in by its token. */
  openWall: async (token: string): Promise<Session> =>
    await (await send('POST', '/api/session/wall', { token } satisfies Requests['POST /api/session/wall'])).json() as Session,

  logOut: async (): Promise<void> => {
    await request('/api/session', { method: 'DELETE', headers: { 'Content-Type': 'application/json' } });
  },

  status: () => get('GET /api/status'),
  sites: () => get('GET /api/sites'),
  site: (site: string) => get('GET /api/sites/{site}', { site }),

  /** Shows a station no longer, until its gateway communicates again. */
  forget: async (site: string): Promise<void> => {
    await request(`/api/sites/${part(site)}`, { method: 'DELETE' });
  },

  drawing: async (site: string, screen: string): Promise<string> =>
    await (await request(`/api/sites/${part(site)}/screens/${part(screen)}`)).text(),

  /** Sets by hand an attribute that no formula sets; the gateway has done it when this returns. */
  setByHand: async (
    site: string, tag: string, attribute: string, body: Requests['PUT /api/sites/{site}/elements/{tag}/{attribute}'],
  ): Promise<void> => {
    await send('PUT', `/api/sites/${part(site)}/elements/${part(tag)}/${part(attribute)}`, body);
  },

  /** Takes back what was set by hand. */
  releaseByHand: async (site: string, tag: string, attribute: string, seen?: string): Promise<void> => {
    await send('DELETE', `/api/sites/${part(site)}/elements/${part(tag)}/${part(attribute)}?${queryText({ seen })}`);
  },

  allEvents: (limit: number, before?: string) =>
    get('GET /api/events', {}, `?order=arrival&limit=${limit}${before ? `&before=${part(before)}` : ''}`),

  alarmOverview: () => get('GET /api/alarms/overview'),

  /** A page of alarms; what is undefined or empty of the query is not asked for. */
  alarms: (query: Readonly<Record<string, string | number | undefined>>) => get('GET /api/alarms', {}, `?${queryText(query)}`),

  /** A page of groups of alarms. */
  alarmGroups: (query: Readonly<Record<string, string | number | undefined>>) => get('GET /api/alarms/groups', {}, `?${queryText(query)}`),

  /** How the alarms called over a time. */
  alarmStatistics: (query: Readonly<Record<string, string | undefined>>) =>
    get('GET /api/alarms/statistics', {}, `?${queryText(query)}`),

  /** One alarm, with its history. */
  alarm: (id: number) => get('GET /api/alarms/{id}', { id: String(id) }),

  /** Acknowledges alarms as they were seen. */
  acknowledge: async (body: Requests['POST /api/alarms/acknowledge']): Promise<Answers['POST /api/alarms/acknowledge']> =>
    await (await send('POST', '/api/alarms/acknowledge', body)).json() as Answers['POST /api/alarms/acknowledge'],

  /** The source of an alarm calls nobody until a time; without one it is out of service. */
  shelve: async (id: number, body: Requests['PUT /api/alarms/{id}/shelf']): Promise<AlarmView> =>
    await (await send('PUT', `/api/alarms/${id}/shelf`, body)).json() as AlarmView,

  unshelve: async (id: number): Promise<AlarmView> => await (await send('DELETE', `/api/alarms/${id}/shelf`)).json() as AlarmView,

  events: (site: string, limit: number, before?: string, tag?: string) => get('GET /api/sites/{site}/events', { site },
    `?order=arrival&limit=${limit}${before ? `&before=${part(before)}` : ''}${tag ? `&tag=${part(tag)}` : ''}`),

  users: () => get('GET /api/users'),

  /** Makes a user, whose password for the first log-in is the answer. */
  addUser: async (body: Requests['POST /api/users']): Promise<OneTimePassword> =>
    await (await send('POST', '/api/users', body)).json() as OneTimePassword,

  changeUser: async (name: string, body: Requests['PUT /api/users/{name}']): Promise<void> => {
    await send('PUT', `/api/users/${part(name)}`, body);
  },

  /** What a user may do, the whole of it. */
  setAccess: async (name: string, body: Requests['PUT /api/users/{name}/access']): Promise<void> => {
    await send('PUT', `/api/users/${part(name)}/access`, body);
  },

  /** Another password for the next log-in of a user, who has no session any more. */
  newPassword: async (name: string): Promise<OneTimePassword> =>
    await (await send('POST', `/api/users/${part(name)}/password`)).json() as OneTimePassword,

  unlockUser: async (name: string): Promise<void> => {
    await send('POST', `/api/users/${part(name)}/unlock`);
  },

  endSessions: async (name: string): Promise<void> => {
    await send('DELETE', `/api/users/${part(name)}/sessions`);
  },

  removeUser: async (name: string): Promise<void> => {
    await send('DELETE', `/api/users/${part(name)}`);
  },

  account: () => get('GET /api/account'),

  /** Ends another session of the user, or all others. */
  endOwnSessions: async (id?: string): Promise<void> => {
    await send('DELETE', id === undefined ? '/api/account/sessions' : `/api/account/sessions/${part(id)}`);
  },

  beginFactor: async (password: string): Promise<FactorKey> =>
    await (await send('POST', '/api/account/second-factor', { password })).json() as FactorKey,

  enableFactor: async (code: string): Promise<NewRecoveryCodes> =>
    await (await send('PUT', '/api/account/second-factor', { code })).json() as NewRecoveryCodes,

  disableFactor: async (password: string): Promise<void> => {
    await send('POST', '/api/account/second-factor/off', { password });
  },

  /** The user has no second factor any more: the device was lost. */
  forgetFactor: async (name: string): Promise<void> => {
    await send('DELETE', `/api/users/${part(name)}/second-factor`);
  },

  tokens: () => get('GET /api/tokens'),

  /** Makes a token, whose secret is the answer. */
  addToken: async (body: Requests['POST /api/tokens']): Promise<MadeToken> =>
    await (await send('POST', '/api/tokens', body)).json() as MadeToken,

  revokeToken: async (id: string): Promise<void> => {
    await send('DELETE', `/api/tokens/${part(id)}`);
  },

  notificationWays: () => get('GET /api/notifications/ways'),
  notificationRules: () => get('GET /api/notifications/rules'),
  notificationGroups: () => get('GET /api/notifications/groups'),
  notificationTemplates: () => get('GET /api/notifications/templates'),

  /** A page of the messages that were sent and that were not. */
  notificationQueue: (query: Readonly<Record<string, string | number | undefined>>) =>
    get('GET /api/notifications/queue', {}, `?${queryText(query)}`),

  /** Adds a rule, or changes the one of its number. */
  setNotificationRule: async (rule: NotificationRule): Promise<void> => {
    await (rule.id === 0 ? send('POST', '/api/notifications/rules', rule) : send('PUT', `/api/notifications/rules/${rule.id}`, rule));
  },

  removeNotificationRule: async (id: number): Promise<void> => {
    await send('DELETE', `/api/notifications/rules/${id}`);
  },

  /** Adds a group, or changes the one of its number; without a secret the one of before stays. */
  setNotificationGroup: async (group: NotificationGroup): Promise<void> => {
    await (group.id === 0 ? send('POST', '/api/notifications/groups', group) : send('PUT', `/api/notifications/groups/${group.id}`, group));
  },

  removeNotificationGroup: async (id: number): Promise<void> => {
    await send('DELETE', `/api/notifications/groups/${id}`);
  },

  setNotificationTemplate: async (name: string, body: Requests['PUT /api/notifications/templates/{name}']): Promise<void> => {
    await send('PUT', `/api/notifications/templates/${part(name)}`, body);
  },

  /** The text of the program again. */
  resetNotificationTemplate: async (name: string): Promise<void> => {
    await send('DELETE', `/api/notifications/templates/${part(name)}`);
  },

  previewNotification: async (body: Requests['POST /api/notifications/preview']): Promise<PreviewedText> =>
    await (await send('POST', '/api/notifications/preview', body)).json() as PreviewedText,

  testNotification: async (body: Requests['POST /api/notifications/test']): Promise<void> => {
    await send('POST', '/api/notifications/test', body);
  },

  /** A page of the record of what users did. */
  audit: (query: Readonly<Record<string, string | number | undefined>>) => get('GET /api/audit', {}, `?${queryText(query)}`),
};
